"""DICOM: the Basic Application Level Confidentiality Profile (PS3.15 E), then only what the picture needs.

`dicom-anonymizer` knows the profile's table of 2026c. It treats the top level; here every nested dataset
is treated too, and what is left is held against a list of attributes that say nothing about anybody.
"""

from collections.abc import Iterator
from io import BytesIO

import numpy as np
from dicomanonymizer.simpledicomanonymizer import anonymize_dataset, initialize_actions
from numpy.typing import NDArray
from PIL import Image
from pydicom import Dataset, dcmread
from pydicom.dataset import FileMetaDataset
from pydicom.pixels.processing import apply_color_lut, apply_modality_lut, apply_voi_lut
from pydicom.pixels.utils import pixel_array
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, SecondaryCaptureImageStorage, generate_uid

from files.workshop import pixels, terms
from files.workshop.wire import FRAMES, Frame, No

# Their pixels often name the patient: not handed on before each frame was looked at (domain 3.3).
BURNED = frozenset({"US", "SC", "XC", "ES", "OT", "IVUS"})
METHOD = "PS3.15 2026c basic profile; kept by list; pixels looked at"
CODES = {
    "113100": "Basic Application Confidentiality Profile",
    "113101": "Clean Pixel Data Option",
    "113103": "Clean Graphics Option",
    "113105": "Clean Descriptors Option",
}
KEPT_NAMES = (
    "SpecificCharacterSet SOPClassUID SOPInstanceUID Modality StudyInstanceUID SeriesInstanceUID "
    "ImageType ConversionType PatientIdentityRemoved DeidentificationMethod "
    "DeidentificationMethodCodeSequence BodyPartExamined SliceThickness KVP SpacingBetweenSlices "
    "MagneticFieldStrength EchoTime RepetitionTime Laterality PatientPosition ImageOrientationPatient "
    "ImagePositionPatient PixelSpacing ImagerPixelSpacing BurnedInAnnotation SamplesPerPixel "
    "PhotometricInterpretation PlanarConfiguration NumberOfFrames Rows Columns BitsAllocated BitsStored "
    "HighBit PixelRepresentation PatientName PatientID PatientBirthDate PatientSex StudyDate StudyTime "
    "AccessionNumber ReferringPhysicianName StudyID SeriesNumber InstanceNumber"
)
KEPT = frozenset(KEPT_NAMES.split())
BLANK = (
    "PatientName PatientBirthDate PatientSex StudyDate StudyTime AccessionNumber ReferringPhysicianName "
    "StudyID"
)


def taken(data: bytes) -> tuple[list[Image.Image], bool, bytes]:
    """Pictures, whether their pixels must be cleaned, and the cleaned header. Raises No."""
    dataset = dcmread(BytesIO(data))
    if "PixelData" not in dataset:
        raise No("NoPictureInside")
    count = int(dataset.get("NumberOfFrames") or 1)
    if count > FRAMES:
        raise No("TooManyFrames")
    pixels.refuse_vast(int(dataset.Columns), int(dataset.Rows) * count)
    pictures = list(_pictures(dataset))
    must_clean = (
        str(dataset.get("Modality", "")).upper() in BURNED
        or str(dataset.get("BurnedInAnnotation", "")).upper() == "YES"
    )
    return pictures, must_clean, _bytes(cleaned(dataset))


def cleaned(dataset: Dataset) -> Dataset:
    """By the profile, without pixels, private tags, overlays and curves."""
    for name in ("PixelData", "FloatPixelData", "DoubleFloatPixelData"):
        if name in dataset:
            delattr(dataset, name)
    _by_the_profile(dataset)
    for element in list(dataset):
        if element.keyword not in KEPT or element.VR == "SQ" or not terms.says_nothing(element):
            del dataset[element.tag]
    dataset.SpecificCharacterSet = "ISO_IR 192"
    for name in BLANK.split():
        setattr(dataset, name, "")
    dataset.PatientID = "ANONYMOUS"
    dataset.PatientIdentityRemoved = "YES"
    dataset.DeidentificationMethod = METHOD
    dataset.DeidentificationMethodCodeSequence = Sequence(_code(*each) for each in CODES.items())
    dataset.file_meta = _meta(dataset)
    return dataset


def assembled(header: bytes, images: list[bytes]) -> bytes:
    """The header around the pictures that people looked at: 8 bits, uncompressed, nothing burned in."""
    dataset = dcmread(BytesIO(header), force=True)
    pictures = [np.asarray(pixels.kept(image), dtype=np.uint8) for image in images]
    rows, columns = pictures[0].shape[:2]
    if any(picture.shape[:2] != (rows, columns) for picture in pictures):
        raise No("FileUnreadable")
    dataset.SOPClassUID = SecondaryCaptureImageStorage
    _respace(dataset, rows, columns)
    dataset.Rows, dataset.Columns, dataset.SamplesPerPixel, dataset.PlanarConfiguration = rows, columns, 3, 0
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit, dataset.PixelRepresentation = 8, 8, 7, 0
    dataset.PhotometricInterpretation, dataset.BurnedInAnnotation = "RGB", "NO"
    dataset.NumberOfFrames = len(pictures)
    stacked = np.stack(pictures).tobytes()
    dataset.add_new("PixelData", "OB", stacked + b"\0" * (len(stacked) % 2))
    dataset.file_meta = _meta(dataset)
    return _bytes(dataset)


def _respace(dataset: Dataset, rows: int, columns: int) -> None:
    """Pictures that were shrunk have fewer pixels, further apart."""
    was = (int(dataset.get("Rows") or rows), int(dataset.get("Columns") or columns))
    for name in ("PixelSpacing", "ImagerPixelSpacing"):
        if name in dataset and len(dataset[name].value) == 2:  # noqa: PLR2004 - down, across
            down, across = (float(value) for value in dataset[name].value)
            dataset[name].value = [f"{down * was[0] / rows:.10g}", f"{across * was[1] / columns:.10g}"]


def frames_of(pictures: list[Image.Image]) -> list[Frame]:
    return [pixels.frame(picture, lossless=True) for picture in pictures]


def _pictures(dataset: Dataset) -> Iterator[Image.Image]:
    """Eight bits as a workstation would show them first: rescaled, in the window the object names."""
    samples = int(dataset.SamplesPerPixel)
    many = int(dataset.get("NumberOfFrames") or 1) > 1
    block = pixel_array(dataset)
    for each in block if many else [block]:
        if dataset.PhotometricInterpretation == "PALETTE COLOR":
            yield _rgb(apply_color_lut(each, dataset))
        elif samples == 3:  # noqa: PLR2004
            yield _rgb(each)
        else:
            yield pixels.clean(Image.fromarray(_grey(each, dataset), "L"))


def _grey(values: NDArray[np.generic], dataset: Dataset) -> NDArray[np.uint8]:
    shown = apply_voi_lut(apply_modality_lut(values, dataset), dataset).astype(np.float64)
    low, high = float(shown.min()), float(shown.max())
    scaled = (shown - low) * (255.0 / ((high - low) or 1.0))
    dark = dataset.PhotometricInterpretation == "MONOCHROME1"
    return (255.0 - scaled if dark else scaled).astype(np.uint8)


def _rgb(values: NDArray[np.generic]) -> Image.Image:
    top = float(np.iinfo(values.dtype).max)  # type: ignore[type-var]
    eight = values if values.dtype == np.uint8 else (values * (255.0 / top)).astype(np.uint8)  # type: ignore[operator]
    return pixels.clean(Image.fromarray(np.ascontiguousarray(eight), "RGB"))


def _by_the_profile(dataset: Dataset) -> None:
    """The dataset and every one nested in it."""
    for element in list(dataset):
        if element.VR == "SQ":
            for inner in element.value:
                _by_the_profile(inner)
    anonymize_dataset(dataset, base_rules_gen=lambda: initialize_actions("dicomfields_2026c"))
    dataset.remove_private_tags()
    for element in list(dataset):
        if 0x5000 <= element.tag.group <= 0x50FF or 0x6000 <= element.tag.group <= 0x60FF:  # noqa: PLR2004
            del dataset[element.tag]


def _code(value: str, meaning: str) -> Dataset:
    code = Dataset()
    code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning = value, "DCM", meaning
    return code


def _meta(dataset: Dataset) -> FileMetaDataset:
    """Written anew: the old one names the sender's machine and software."""
    meta = FileMetaDataset()
    dataset.SOPInstanceUID = dataset.get("SOPInstanceUID") or generate_uid(None)
    dataset.SOPClassUID = dataset.get("SOPClassUID") or SecondaryCaptureImageStorage
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = (
        dataset.SOPClassUID,
        dataset.SOPInstanceUID,
    )
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    return meta


def _bytes(dataset: Dataset) -> bytes:
    """The 128 bytes before the header, in which anything may hide, are zeros."""
    dataset.preamble = b"\0" * 128
    out = BytesIO()
    dataset.save_as(out, enforce_file_format=True, little_endian=True, implicit_vr=False)
    return out.getvalue()
