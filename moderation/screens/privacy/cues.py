"""Words that stand before, behind or beside names of people, in English, Spanish and French; all as keys."""

TITLES = frozenset(
    "mr mrs ms miss mx dr drs doctor prof professor sir dame rev reverend pastor rabbi imam fr sister nurse capt captain lt sgt sergeant col officer detective coach judge senator "
    "sr sra srta don dona dra senor senora senorita doctora m mme mlle mr monsieur madame mademoiselle docteur docteure pr professeur maitre me aunt uncle tia tio tante oncle".split()
)
SHORT_TITLES = frozenset(
    "mr mrs ms mx dr drs prof rev fr sr sra srta dra capt lt sgt col m mme mlle pr st hon".split()
)
ARTICLES = frozenset(
    "a an the another second curved straight using utilizing single two this that standard large small our".split()
)
WEAK_CUES = frozenset(
    "by per with cc attn from con por par avec petit petite don assistant boy girl child resident hi baby infant".split()
)
CUES = frozenset(
    "patient pt named called nicknamed alias aka daughter son wife husband spouse partner mother father mom mum dad sister brother sibling twin grandmother grandfather grandma grandpa grandson granddaughter "
    "niece nephew cousin aunt uncle fiance fiancee boyfriend girlfriend friend neighbor neighbour roommate caregiver carer guardian stepfather stepmother stepson stepdaughter infant baby boy girl child "
    "by per with cc attn from contacted spoke speaking phoned dear hi hello thanks regards sincerely consulted paged told informed physician surgeon pcp attending resident nurse anesthesiologist pathologist radiologist cardiologist therapist counselor "
    "oncologist neurologist urologist dentist pharmacist midwife gp consultant registrar technician assistant referred colleague teacher coach employer boss lawyer attorney interpreter initials "
    "paciente llamado llamada hija hijo esposa esposo marido mujer madre padre hermana hermano abuela abuelo nieta nieto novia novio amiga amigo vecina vecino cunada cunado sobrina sobrino tia tio suegra suegro "
    "doctora medico enfermera enfermero por con firmado cirujano cirujana iniciales dona don "
    "patiente nomme nommee appele appelee fille fils epouse epoux mari femme mere pere soeur frere compagne compagnon petite petit oncle tante cousine voisin voisine amie ami medecin infirmiere infirmier chirurgien "
    "chirurgienne par avec docteur signe initiales tuteur tutrice".split()
)
LABELS = frozenset(
    "name/patient name/pt name/patient/pt/full name/first name/last name/surname/given name/maiden name/middle name/née/nee/mother's maiden name/father's name/mother's name/next of kin/nok/emergency contact/contact/contact person/"
    "attending/attending physician/referring physician/referring md/referring doctor/primary care physician/primary physician/family physician/pcp/surgeon/assistant/assistants/first assistant/assistant surgeon/anesthesiologist/anesthetist/"
    "physician/doctor/dictated by/dictating physician/signed by/electronically signed by/signed/reviewed by/reported by/transcribed by/performed by/prepared by/authored by/author/written by/entered by/verified by/read by/seen by/ordered by/"
    "co-signed by/cosigned by/approved by/interpreted by/witness/witnessed by/cc/carbon copy/copy to/attn/to/from/re/regarding/spouse/wife/husband/mother/father/guardian/parent/parents/daughter/son/informant/historian/proxy/caregiver/"
    "nurse/rn/resident/fellow/consultant/consult/consults/consulting physician/seen with/discussed with/gp/operator/provider/signature/interpreter/pathologist/radiologist/case manager/social worker/"
    "nombre/nombre del paciente/nombre y apellidos/apellidos/apellido/paciente/medico/medico responsable/firmado/firmado por/fdo/firma/remitido por/contacto/familiar/madre/padre/cirujano/enfermera/doctora/solicitado por/informado por/"
    "nom/prenom/nom du patient/nom de naissance/nom et prenom/patiente/medecin/medecin traitant/signe/signe par/redige par/adresse par/personne a prevenir/personne de confiance/chirurgien/infirmiere/dicte par/correspondant".split(
        "/"
    )
)
LABEL_HEADS = frozenset(label.split()[0] for label in LABELS)
PARTICLES = frozenset(
    "de del la las los da das dos do di van von der den ter ten bin ibn al el du des le st y e of".split()
) - {"of"}
SUFFIXES = frozenset("jr sr ii iii iv".split())
CREDENTIALS = frozenset(
    "md do rn np pa pac phd dds dmd dpm frcs frcp frcpc facs facc mbbs mrcp crna lpn lvn msw lcsw psyd pharmd dpt pt ot otr slp aprn fnp arnp ccc cnm rd dc od faap facp facog mph jd esq rpa bsn msn cna pac".split()
)
AFTER_NAME = frozenset(
    "has presented presents reported reports denied denies states stated says said complained complains underwent tolerated lives works noted notes called saw agreed recommended "
    "felt feels went came returned remained continued arrived asked explained described admitted received required developed experienced refused takes took who tolerated lives"
    " presenta refiere acudio niega ingreso fue vive trabaja a est etait presente rapporte vit travaille consulte".split()
)
HEAD_NOUNS = frozenset(
    "syndrome syndromes disease diseases sign signs test tests reflex maneuver manoeuvre procedure procedures operation operations repair method technique approach position incision incisions criteria criterion score scale classification "
    "index stage staging grade grading catheter catheters forceps clamp clamps retractor retractors scissors needle needles drain drains tube tubes cannula suture sutures blade knife hook probe elevator curette "
    "speculum bougie dilator tip pin pins wire wires nail rod rods plate screw screws prosthesis graft grafts shunt stent valve balloon filter pump pack dressing dressings stain staining cell cells body bodies gland glands duct ducts "
    "fascia ligament node nodes fracture fractures deformity palsy paralysis paresis chorea anemia anaemia purpura tumor tumour tumors sarcoma lymphoma carcinoma nephritis thyroiditis granulomatosis phenomenon triad law equation formula curve "
    "virus fever esophagus esophagitis diverticulum pouch ulcer ulcers hernia contracture arthritis arthropathy cyst cysts canal space triangle point line lines angle plexus nucleus area artery vein circle loop membrane layer layers sheath tubercle "
    "tubercles nodule nodules nodes patch patches spots rings ring band scissor holder bag boot splint brace collar table headrest frame stockings solution agar medium murmur pulse respiration respirations breathing gait dementia dystrophy ataxia "
    "encephalopathy contractions contraction trial study therapy exercise exercises rule rules reaction effect pressure laryngoscope bronchoscope mask airway gag mouth applicator trocar trocars port ports sponge monitor count lung tremor rigidity "
    "esophagogastrostomy gastrectomy fundoplication gastrojejunostomy hysterectomy esophagectomy bypass anastomosis osteotomy flap flaps amputation sling stitch stitches cautery electrocautery coagulator instrument instruments set system rongeur rongeurs "
    "punch rasp osteotome dissector bovie lens implant implants component components stem cup tonometer chart palate nevus keratosis paraplegia malformation malformations anomaly abscess gangrene vertigo maneuvers questionnaire inventory "
    "test's sensation tenotomy capsule crisis inclusion inclusions block sedation ventilation regimen protocol diet consensus report convention registry trial's cohort hypothesis model regression correction coefficient analysis interval distribution "
    "sindrome enfermedad signo maniobra escala clasificacion indice sonda drenaje pinza maladie syndrome signe sonde score echelle epreuve".split()
)
SMALL_WORDS = frozenset(
    "a an and as at be been but by can could did do does for from had has have he her hers him his i if in into is it its may me might must my no nor not of on or our she should so than that the their them then there these they "
    "this those to up us was we were what when where which while who whom whose why will with would you your also am are both each either every here how more most other over per same some such too under until very was yes today "
    "de la el los las un una y o en con por para que se su sus es fue al del lo como mas no si le les et est dans par pour que qui sur un une des du au aux ce cette son sa ses il elle nous vous ne pas plus avec sans".split()
)
SPOKEN = frozenset(
    "spoke spoken talked speaking talking explained according referred reported addressed given said".split()
)
ABOUT_PEOPLE = frozenset(
    [("has", w) for w in "a been had no not never done".split()]
    + [("had", w) for w in "a an been no her his".split()]
    + [
        ("was", w)
        for w in "discharged admitted seen brought taken born transferred referred diagnosed given advised counseled very alert awake doing able extubated intubated".split()
    ]
    + [
        ("is", w)
        for w in "a an scheduled here doing able very not now currently alert awake well feeling".split()
    ]
    + [("will", w) for w in "return follow be call need see".split()]
)
SAYING = frozenset(
    "states stated says said reports reported denies denied complains complained tells told c/o feels felt refiere niega dice rapporte".split()
)
NOT_PEOPLE = frozenset(
    "patient mom mother father dad he she they it family wife husband pt who patient's parent parents child baby boy girl everyone nobody nurse doctor physician report reports study studies test results "
    "brain ward gene max august april summer iris marine coral crystal pearl opal amber son salud tono cara alta ale gala luna sol paz mar earnest charity curt coy kike ascension corona maxima brandy curry mary's "
    "pain long short head hand foot back cross stone fields field best may day good ward love rush page case cases park ball bowel pane pate marks stool graft seal seals mass gross moss banks wells".split()
)
CLINICAL_ENDINGS = tuple(
    "ians eans itis osis emia oma omas ectomy otomy ostomy plasty scopy gram graphy ine ide ate ium lol pril tan olol cillin mycin azole statin mab nib ase ose ology pathy algia uria pnea plegia paresis ic al ous ally ism ist ists ers cin xin fen zol ese ish ococcus bacter bond ology aline cath".split()
)
STATE_NAMES = frozenset(
    "afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahrain bangladesh barbados belarus belgium belize benin bhutan bolivia bosnia botswana brunei bulgaria burundi cambodia cameroon chad chile colombia congo croatia "
    "cyprus czechia denmark djibouti dominica ecuador egypt eritrea estonia ethiopia fiji finland gabon gambia greece greenland grenada guatemala guinea guyana honduras hungary iceland indonesia iran iraq israel jordan kazakhstan kuwait kyrgyzstan laos latvia lebanon "
    "lesotho liberia libya lithuania luxembourg madagascar malawi malaysia maldives mali malta mauritania mauritius moldova monaco mongolia montenegro morocco mozambique myanmar namibia nauru nepal netherlands nicaragua niger oman pakistan palestine panama paraguay peru "
    "qatar romania rwanda samoa senegal serbia seychelles singapore slovakia slovenia somalia sudan suriname swaziland sweden switzerland syria taiwan tajikistan tanzania thailand togo tonga tunisia turkey turkmenistan uganda uruguay uzbekistan vanuatu venezuela yemen zambia zimbabwe "
    "britain scandinavia alemania italia inglaterra suiza belgica marruecos mexique allemagne angleterre italie suisse belgique maroc algerie tunisie espagne bresil bolivie chine japon inde columbia england's oceania antarctica "
    "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana maine "
    "maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont "
    "virginia wisconsin wyoming england scotland wales ireland canada mexico spain france india china japan germany italy brazil africa europe asia america "
    "espana francia andalucia cataluna galicia bretagne normandie poland portugal russia ukraine vietnam philippines korea haiti cuba jamaica ghana nigeria kenya".split()
)
NO_INITIALS = frozenset("us uk iv im po pr ua eg ie am pm bp hr tb hiv gi gu ob er or ct mr".split())
RELATIVES = frozenset(
    "son daughter wife husband brother sister nephew niece grandson granddaughter cousin spouse fiance fiancee boyfriend girlfriend".split()
)
FAMILY = RELATIVES | frozenset(
    "mother father mom dad parents family grandmother grandfather aunt uncle friend caregiver guardian pcp nurse physician doctor attorney employer".split()
)
ONLY_PEOPLE = frozenset(
    "notified informed told consulted paged called contacted updated reassured counseled counselled instructed discharged admitted extubated intubated asked advised educated interviewed present".split()
) - {"present"}
