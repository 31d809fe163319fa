"""Pictures to learn from and to measure with: one file a source, one form for all."""

from tenfold.datasets.base import CLASSES as CLASSES
from tenfold.datasets.base import LOOK_ALIKES as LOOK_ALIKES
from tenfold.datasets.base import NOT_A_DIGIT as NOT_A_DIGIT
from tenfold.datasets.base import Dataset as Dataset
from tenfold.datasets.base import Problem as Problem
from tenfold.datasets.base import join as join
from tenfold.datasets.base import unambiguous as unambiguous
from tenfold.datasets.loading import load as load
from tenfold.datasets.loading import load_strings as load_strings
from tenfold.datasets.strings import StringDataset as StringDataset
