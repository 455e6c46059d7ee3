"""What an attribute that is kept may say: terms that the standard defines (PS3.3), and numbers. Pure."""

from collections.abc import Mapping

from pydicom import DataElement

MODALITIES = (
    "AR ASMT AU BDUS BI BMD CFM CR CT DG DMS DOC DX ECG EMG EOG EPS ES FID GM HC HD IO IOL IVOCT IVUS "
    "KER KO LEN LS M3D MG MR NM OAM OCT OP OPM OPT OPTBSV OPTENF OPV OSS OT PA PLAN POS PR PT PX REG "
    "RESP RF RG RTDOSE RTIMAGE RTPLAN RTRECORD RTSTRUCT RWV SC SEG SM SMR SR SRF STAIN TEXTUREMAP TG US "
    "VA XA XC XRF"
)
KINDS = (
    "ORIGINAL DERIVED PRIMARY SECONDARY AXIAL LOCALIZER REFORMATTED PROJECTION MIP MINIP MPR VOLUME "
    "OTHER SINGLE BIPLANE WHOLE_BODY STATIC DYNAMIC GATED RESAMPLED M P R I"
)
PARTS = (
    "ABDOMEN ABDOMENPELVIS ADRENAL ANKLE AORTA ARM AXILLA BACK BLADDER BRAIN BREAST BRONCHUS CALCANEUS "
    "CALF CAROTID CEREBELLUM CHEST CHESTABDOMEN CHESTABDPELVIS CHESTTOABDOMEN CHESTTOPELVIS CLAVICLE "
    "COCCYX COLON CORNEA CORONARYARTERY CSPINE DUODENUM EAR ELBOW ESOPHAGUS EXTREMITY EYE FEMUR FINGER "
    "FOOT FOREARM GALLBLADDER HAND HEAD HEADNECK HEART HIP HUMERUS ILEUM ILIUM JAW JEJUNUM KIDNEY KNEE "
    "LARYNX LEG LIVER LSPINE LSSPINE LUNG MANDIBLE MAXILLA MEDIASTINUM MOUTH NECK NECKCHEST NOSE ORBIT "
    "OVARY PANCREAS PAROTID PATELLA PELVIS PENIS PHARYNX PROSTATE RADIUS RECTUM RIB SCAPULA SCROTUM "
    "SHOULDER SINUS SKIN SKULL SPINE SPLEEN STERNUM STOMACH TESTIS THIGH THORAX THUMB THYMUS THYROID "
    "TIBIA TIBIAFIBULA TMJ TOE TRACHEA TSPINE ULNA URETER URETHRA UTERUS VAGINA VULVA WHOLEBODY WRIST"
)
POSITIONS = "HFP HFS HFDR HFDL FFDR FFDL FFP FFS LFP LFS RFP RFS AFDR AFDL PFDR PFDL"
COLOURS = "MONOCHROME1 MONOCHROME2 RGB YBR_FULL YBR_FULL_422 YBR_PARTIAL_420 YBR_ICT YBR_RCT HSV ARGB CMYK"
TERMS: Mapping[str, frozenset[str]] = {
    "Modality": frozenset(MODALITIES.split()),
    "ImageType": frozenset(KINDS.split()),
    "ConversionType": frozenset(["DV", "DI", "DF", "WSD", "SD", "SI", "DRW", "SYN"]),
    "BodyPartExamined": frozenset(PARTS.split()),
    "Laterality": frozenset(["R", "L", "B", "U"]),
    "PatientPosition": frozenset(POSITIONS.split()),
    "PhotometricInterpretation": frozenset([*COLOURS.split(), "PALETTE COLOR"]),
    "BurnedInAnnotation": frozenset(("YES", "NO")),
}
NUMBERS = frozenset(("DS", "IS"))


def says_nothing(element: DataElement) -> bool:
    """Whether a code is one of the standard's, and a number a number; of other kinds nothing is asked."""
    if element.VR == "CS":
        known = TERMS.get(element.keyword, frozenset[str]())
        return all(str(value).strip() in known for value in _values(element))
    if element.VR in NUMBERS:
        return all(_is_number(value) for value in _values(element))
    return True


def _values(element: DataElement) -> list[object]:
    if element.value is None or element.value == "":
        return []
    return list(element.value) if element.VM > 1 else [element.value]


def _is_number(value: object) -> bool:
    try:
        float(str(value))
    except ValueError:
        return False
    return True
