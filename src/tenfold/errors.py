"""Every error that Tenfold raises on purpose.

TenfoldError
├── ImageError              a picture cannot be read
│   ├── UnreadableFile      missing, a folder, or not allowed to be read (also an OSError)
│   ├── UnsupportedImage    no format that Tenfold knows, or one whose extra is not installed
│   ├── DamagedImage        a known format, but the bytes are cut short or broken
│   ├── ImageTooLarge       more bytes or pixels than the limit
│   └── InvalidArray        an array of wrong shape, dtype or values (also a ValueError)
├── ArchiveError            a zip cannot be opened, or holds more than is allowed
├── ModelError              a model cannot be loaded
│   ├── UnknownModel        no model of that name
│   ├── InvalidModel        the file or its card is broken, or the two do not belong together
│   └── StoreError          the user's models cannot be changed in this way
├── DatasetError            a data set cannot be found, fetched or understood
├── RecipeError             a training recipe has a wrong or missing setting
└── TrainingError           a training cannot start or go on
    ├── SettingsError       a setting is unknown, out of range or at odds with another
    ├── UnfitData           nothing can be learned from this data
    ├── LossDiverged        the loss grew without end
    ├── ChanceLevel         it learned nothing that holds for pictures it has not seen
    ├── OutOfMemory         this machine has too little memory for it
    ├── DiskFull            what was learned cannot be saved
    └── DamagedCheckpoint   no state that was saved can be read again
"""

from __future__ import annotations


class TenfoldError(Exception):
    """Base of all errors that Tenfold raises on purpose."""


class ImageError(TenfoldError):
    """A picture cannot be read."""


class UnreadableFile(ImageError, OSError):
    """A file is missing, is a folder, or may not be read."""


class UnsupportedImage(ImageError):
    """The bytes are in no format that Tenfold reads here."""


class DamagedImage(ImageError):
    """The bytes are cut short or broken."""


class ImageTooLarge(ImageError):
    """The picture has more bytes or pixels than the limit."""


class InvalidArray(ImageError, ValueError):
    """An array has a shape, dtype or values that are no picture."""


class ArchiveError(TenfoldError):
    """A zip cannot be opened, or holds more than is allowed."""


class ModelError(TenfoldError):
    """A model cannot be loaded."""


class UnknownModel(ModelError):
    """There is no model of that name."""


class InvalidModel(ModelError):
    """A model file or its card is broken, or the two do not belong together."""


class StoreError(ModelError):
    """The user's models cannot be changed in this way: a bad name, nothing to roll back."""


class DatasetError(TenfoldError):
    """A data set cannot be found, fetched or understood."""


class RecipeError(TenfoldError):
    """A training recipe has a wrong or missing setting."""


class TrainingError(TenfoldError):
    """A training cannot start or go on."""


class SettingsError(TrainingError):
    """A setting of a training is unknown, out of range or at odds with another."""


class UnfitData(TrainingError):
    """Nothing can be learned from the data as it is."""


class LossDiverged(TrainingError):
    """The loss grew without end, or is no number."""


class ChanceLevel(TrainingError):
    """What was learned holds for none of the pictures that were held out."""


class OutOfMemory(TrainingError):
    """The machine has too little memory for the training."""


class DiskFull(TrainingError):
    """The disk is full: what was learned cannot be saved."""


class DamagedCheckpoint(TrainingError):
    """No state that was saved can be read again."""
