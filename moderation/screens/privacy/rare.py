"""What few people share: an office, an event, a mark, a picture (PV-P, PV-Q, PV-R). For a person to judge."""

import re
from collections.abc import Iterator

from moderation.screens.privacy.spans import Span, Type

_OFFICE = (
    r"(?:mayor|governor|senator|congress(?:man|woman)|member of parliament|\bMP\b|ambassador|bishop|archbishop|astronaut|(?:the|a) (?:prime minister|president of the)|chief of police|fire chief|"
    r"head(?:master|mistress)|school principal|(?:news|TV|television|radio) (?:anchor|presenter|host)|weather(?:man|woman)|olympian|olympic (?:athlete|swimmer|runner|medal(?:l)?ist|champion|gymnast|rower|cyclist|skier|boxer|wrestler|fencer|sprinter)|(?:professional|pro|retired|former) (?:football|basketball|baseball|tennis|soccer|hockey|rugby|golf) player|"
    r"film (?:director|star)|movie star|opera singer|concert pianist|lighthouse keeper|beekeeper|falconer|harbou?r pilot|sword swallower|taxidermist|zookeeper|lion tamer|circus (?:performer|acrobat)|"
    r"alcalde(?:sa)?|embajador[a]?|obispo|torero|futbolista profesional|presentador[a]? de televisi[óo]n|farero|apicultor[a]?|"
    r"maire|ambassad(?:eur|rice)|[ée]v[êe]que|d[ée]put[ée]e?|footballeur professionnel|gardien de phare|apicult(?:eur|rice)|spationaute)"
)
_PLACED = re.compile(
    rf"\b(?:(?:the|a|an|our|his|her|former|retired|only|current|sitting|el|la|le|ex|ancien(?:ne)?|un|una|une)[ -]){{1,3}}(?:only |local |town(?:'s)? |village |city |county |state |former |retired ){{0,3}}{_OFFICE}(?: (?:of|for|in|at|de|del|du|d['’]) ?(?:the |la |el )?[A-ZÀ-Ý][\w'’-]{{1,25}}(?: [A-ZÀ-Ý][\w'’-]{{1,25}}){{0,2}})?",
    re.I,
)
_ONLY = re.compile(
    r"\b(?:the|his|her|el|la|le) (?:only|sole|[úu]nic[oa]|seule?) [a-zà-ÿ-]{3,25} (?:in|of|at|de|del|en|du|dans) (?:the |his |her |this |our |la |el |le |su |sa )?(?:town|village|city|county|state|country|region|island|school|pueblo|ciudad|isla|regi[óo]n|ville|village|[îi]le|r[ée]gion)\b",
    re.I,
)
_EVENT = re.compile(
    r"\b(?:(?:reported|covered|featured|appeared|shown|was) (?:in|on|by) the (?:local |national |evening )?(?:news(?:paper)?s?|press|media|television|TV)|made (?:the )?(?:local |national |international )?(?:news|headlines)|viral video|went viral|"
    r"sali[óo] en (?:las noticias|la prensa|la televisi[óo]n)|pass[ée] (?:au journal|à la t[ée]l[ée]vision)|dans la presse locale|first case in (?!the (?:literature|english)|our (?:series|experience))[a-z ]{0,20}[A-Z][a-z]+)",
)
_MARK = re.compile(
    r"\b(?:tattoo(?:s)? (?:of|reading|saying|that (?:reads|says)|with the (?:name|words?))|tatuaje (?:de|con|que dice)|tatouage (?:de|avec|repr[ée]sentant)) (?:[^\s.,;]{1,20} ?){1,6}",
    re.I,
)
_MULTIPLE = re.compile(
    r"\b(?:one of (?:a set of )?(?:triplets|quadruplets|quintuplets)|(?:identical )?(?:quadruplets|quintuplets|conjoined twins)|cuatrillizos|quadrupl[ée]s)\b",
    re.I,
)
_BIOMETRIC = re.compile(
    r"\b(?:finger ?print|voice ?print|retina(?:l)? scan id|iris scan|palm print|huella dactilar|empreinte (?:digitale|vocale)|face id|biometric (?:id|template|identifier))s?\b(?! (?:sign|appearance|pattern))",
    re.I,
)
_IMAGE = re.compile(
    r"\b(?:full[- ]face (?:photo(?:graph)?|image|picture|portrait)s?|(?:photo(?:graph)?|picture|selfie|headshot)s? of (?:the patient's|her|his|their) face|passport photo|foto de (?:su|la) cara|photo(?:graphie)? de (?:son|sa|face du) visage)\b",
    re.I,
)


def rarities(text: str) -> Iterator[Span]:
    for pattern, kind, reason in (
        (_PLACED, Type.RARE, "office"),
        (_ONLY, Type.RARE, "only_one"),
        (_EVENT, Type.RARE, "event"),
        (_MARK, Type.RARE, "mark"),
        (_MULTIPLE, Type.RARE, "multiple"),
        (_BIOMETRIC, Type.BIOMETRIC, "biometric"),
        (_IMAGE, Type.IMAGE, "face"),
    ):
        for match in pattern.finditer(text):
            yield Span(
                start=match.start(),
                end=match.start() + len(match.group().rstrip()),
                type=kind,
                reason=reason,
                suggestion="general",
            )
