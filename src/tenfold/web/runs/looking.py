"""A look at data by one worker: in a process of its own, as a training is."""

from __future__ import annotations

from base64 import b64decode
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from tenfold.errors import SettingsError
from tenfold.web.readings.incoming import Refused
from tenfold.web.runs import choices, claims, tasks
from tenfold.web.runs.child import Child, stopping
from tenfold.web.runs.models import Survey, SurveyState
from tenfold.web.ui.errors import Failure

MOST_STRIKES: Final = 3
KEPT: Final = timedelta(days=1)
"""How long what was seen is kept: the page asks for it at once."""
_GIVEN_UP: Final = (
    "Looking at this data ended in a fault, several times; there was probably too little memory."
)


def start(owner: Any, data: list[str]) -> Survey:
    """Have a worker look at data.

    Raises:
        Refused: no names, or one of them is no data of this person.

    """
    try:
        if not data or not all(isinstance(name, str) for name in data):
            raise SettingsError("choose data to look at")
        choices.demand_data(owner, data)
    except SettingsError as error:
        raise Refused(Failure(422, "bad_data", f"{error}.", "Choose other data.")) from error
    with transaction.atomic():
        survey = Survey.objects.create(owner=owner, data=data)
        tasks.queue(survey)
    return survey


def work_on(survey_id: int) -> None:
    """Look at data and store what is seen; nothing where the look is not to be had."""
    waiting = Survey.objects.filter(pk=survey_id, state=SurveyState.WAITING)
    survey = claims.claim(waiting, state=SurveyState.LOOKING)
    if survey is None:
        return
    try:
        _look(survey)
    except claims.Lost:
        pass
    finally:
        claims.drop(survey)


def _look(survey: Survey) -> None:
    try:
        paths = [place for name in survey.data for place in choices.places(survey.owner, name)]
    except SettingsError as error:
        claims.release(survey, state=SurveyState.FAILED, problem=f"{error}.")
        return
    with Child({"job": "survey", "data": paths}) as child:
        ended = False
        while not ended and not stopping.is_set():
            claims.hold(survey)
            child.tell("go")
            lines, ended = child.news()
            for line in lines:
                if _is_answer(survey, line):
                    return
    give_back(survey, strikes=0 if stopping.is_set() else 1)


def _is_answer(survey: Survey, line: dict[str, Any]) -> bool:
    match line:
        case {"done": {"survey": result, "sheet": sheet}}:
            survey.sheet.parent.mkdir(parents=True, exist_ok=True)
            survey.sheet.write_bytes(b64decode(sheet))
            claims.release(survey, state=SurveyState.DONE, result=_named(survey, result))
        case {"failed": {"message": message}}:
            claims.release(survey, state=SurveyState.FAILED, problem=_named(survey, message))
        case _:
            return False
    return True


def _named(survey: Survey, told: Any) -> Any:
    """Put names in place of paths, in all texts of what was told."""
    if isinstance(told, str):
        return choices.without_paths(survey.owner, survey.data, told)
    if isinstance(told, list):
        return [_named(survey, part) for part in told]
    if isinstance(told, dict):
        return {key: _named(survey, part) for key, part in told.items()}
    return told


def give_back(survey: Survey, strikes: int) -> None:
    """Let a look go that is claimed by this row, with so many strikes more against it.

    Raises:
        Lost: the claim is gone.

    """
    total = survey.strikes + strikes
    with transaction.atomic():
        if total >= MOST_STRIKES:
            claims.release(survey, state=SurveyState.FAILED, strikes=total, problem=_GIVEN_UP)
            return
        claims.release(survey, state=SurveyState.WAITING, strikes=total)
        tasks.queue(survey, first=True)


def forget_old() -> None:
    """Delete what was seen long ago, with its sheet."""
    for survey in Survey.objects.filter(created__lt=timezone.now() - KEPT):
        survey.sheet.unlink(missing_ok=True)
        survey.delete()


def survey_json(survey: Survey) -> dict[str, Any]:
    """Return a look as JSON."""
    return {
        "id": survey.pk,
        "state": survey.state,
        "data": survey.data,
        "result": survey.result,
        "problem": survey.problem,
    }
