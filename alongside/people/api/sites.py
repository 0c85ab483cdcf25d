"""Sites, as pages show them: name and what today is there for everybody, the rest for whom the page of sites is there."""

from __future__ import annotations

from datetime import date

from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from ninja import Query, Router
from pydantic import BaseModel

from alongside.core.api import ALWAYS, ApiRequest, PageIn, page_of
from alongside.people.calendar import today_at
from alongside.people.models import Site
from alongside.people.policies import can_set_up_company
from alongside.people.queries.directory import sites_to_choose

router = Router(tags=["People and the chart"])


class TodayOut(BaseModel):
    """The local day; `holiday` is the name of a public holiday, in the reader's language where it is known."""

    day: date
    is_worked: bool
    holiday: str


class SiteOut(BaseModel):
    """`time_zone`, `country` (ISO 3166-1) and `subdivision` are null for whom the page of sites is not there."""

    id: int
    name: str
    today: TodayOut
    time_zone: str | None
    country: str | None
    subdivision: str | None

    @classmethod
    def of(cls, site: Site, *, whole: bool) -> SiteOut:
        now = today_at(site, get_language() or "en")
        return cls(
            id=site.pk,
            name=site.name,
            today=TodayOut(day=now.day, is_worked=now.is_worked, holiday=now.holiday),
            time_zone=site.time_zone if whole else None,
            country=site.country if whole else None,
            subdivision=site.subdivision if whole else None,
        )


class SitesOut(BaseModel):
    items: list[SiteOut]
    next: int | None


@router.get("/", response={200: SitesOut, **ALWAYS}, summary="All sites")
def site_list(request: ApiRequest, page: Query[PageIn]) -> SitesOut:
    found, further = page_of(sites_to_choose(request.actor), page)
    return SitesOut(items=[_told(request, site) for site in found], next=further)


@router.get("/{id}", response={200: SiteOut, **ALWAYS}, summary="One site")
def site_detail(request: ApiRequest, id: int) -> SiteOut:
    return _told(request, get_object_or_404(sites_to_choose(request.actor), pk=id))


def _told(request: ApiRequest, site: Site) -> SiteOut:
    return SiteOut.of(site, whole=bool(can_set_up_company(request.actor)))
