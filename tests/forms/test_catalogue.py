"""The catalogue and the service page as a visitor sees them (models/mixins, catalogue_search)."""

import re

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Locale, PageViewRestriction

from egov_forms.models import ChoiceList, Service
from egov_forms.pages.models import ServicePage
from tests import factories

pytestmark = pytest.mark.django_db

SLUGS = ["khai-sinh", "dang-ky-bien-dong-dat-dai", "chung-thuc-ban-sao", "cap-ban-sao-van-bang"]


@pytest.fixture
def catalogue(client):
    for slug in SLUGS:
        factories.service_page(slug)
    index = factories.index_page()

    def ask(**query):
        response = client.get(index.get_url(), query)
        assert response.status_code == 200
        return [result.name for result in response.context["results"]]

    return ask


def test_every_live_service_is_listed(catalogue):
    assert len(catalogue()) == len(SLUGS)


@pytest.mark.parametrize("asked", ["đất đai", "dat dai", "DAT DAI", "Đất Đai", "1.013833"])
def test_a_service_is_found_with_and_without_diacritics_and_by_its_code(catalogue, asked):
    assert [name for name in catalogue(q=asked) if "đất đai" in name]


def test_words_that_no_service_has_find_nothing(catalogue):
    assert catalogue(q="xyzzy") == []


def test_it_filters_by_field_level_and_service_level(catalogue):
    assert len(catalogue(field="dat-dai")) == 1
    assert len(catalogue(level="province")) == 2
    assert len(catalogue(service_level="partial")) == 2
    assert len(catalogue(service_level="partial", level="commune")) == 1


@pytest.mark.parametrize("nonsense", [{"p": "x"}, {"p": "99"}, {"level": "zz"}, {"q": "\x00%_"}])
def test_nonsense_in_the_query_is_no_error(catalogue, nonsense):
    assert isinstance(catalogue(**nonsense), list)


def test_unpublished_and_restricted_services_are_not_listed(catalogue):
    first, second = ServicePage.objects.all()[:2]
    first.unpublish()
    PageViewRestriction.objects.create(page=second, restriction_type="login")
    assert len(catalogue()) == len(SLUGS) - 2


def test_the_catalogue_costs_the_same_for_one_service_and_for_many(
    client, django_assert_max_num_queries, django_assert_num_queries
):
    factories.service_page(SLUGS[0])
    url = factories.index_page().get_url()
    client.get(url)
    with django_assert_max_num_queries(12) as few:
        client.get(url)
    for slug in SLUGS[1:]:
        factories.service_page(slug)
    with django_assert_num_queries(len(few.captured_queries)):
        client.get(url)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_page_shows_the_parts_that_the_law_asks_for(client, slug):
    page = factories.service_page(slug)
    html = client.get(page.get_url()).content.decode()
    given = factories.procedure(slug)
    for text in (
        given["code"]["value"],
        given["field"]["vi"],
        given["procedure_steps"][0]["text"]["vi"],
        given["dossier_components"][0]["name"]["vi"],
        given["results"][0]["name"]["vi"],
        given["legal_basis"][0]["number"],
        "126 phố Hàng Trống",
        "02400000001",
    ):
        assert text in html


def test_what_the_law_says_in_vietnamese_only_is_marked_so_on_an_english_page(client):
    page = factories.service_page("khai-sinh")
    english, _created = Locale.objects.get_or_create(language_code="en")
    copy = page.copy_for_translation(english, copy_parents=True)
    copy.save_revision().publish()
    client.cookies["django_language"] = "en"
    html = copy.serve(client.get("/").wsgi_request).render().content.decode()
    soup = BeautifulSoup(html, "html.parser")
    laws = soup.select_one("[aria-labelledby=part-legal_basis]")
    assert laws.select("span[lang=vi]")
    marked = soup.select("span[lang=vi]")
    assert all(re.search("[^\x00-\x7f]", one.text) for one in marked)
    client.cookies["django_language"] = "vi"
    assert not BeautifulSoup(client.get(page.url).content, "html.parser").select("span[lang]")


def test_an_english_page_shows_the_same_service_in_english(client):
    page = factories.service_page()
    english, _created = Locale.objects.get_or_create(language_code="en")
    copy = page.copy_for_translation(english, copy_parents=True)
    copy.title = "Land change registration"
    copy.save_revision().publish()
    copy.refresh_from_db()
    assert copy.service_id == page.service_id
    assert Service.objects.count() == 1
    assert page.service.publications.count() == 1
    client.cookies["django_language"] = "en"
    html = copy.serve(client.get("/").wsgi_request).render().content.decode()
    assert "Time limit" in html
    assert "Cadastral records and database are updated" in html


def test_a_page_without_a_published_form_offers_no_start(client):
    page = factories.service_page(live=False)
    ServicePage.objects.filter(pk=page.pk).update(live=True)
    html = client.get(page.get_url()).content.decode()
    assert "/start/" not in html


def test_the_form_can_be_printed_without_an_account(client):
    page = factories.service_page("khai-sinh")
    html = client.get(page.get_url()).content.decode()
    url = "/egov/services/khai-sinh/form/"
    assert url in html
    paper = client.get(url).content.decode()
    for step in page.service.current_version.load().steps:
        assert step.label.get("vi") in paper
    page.unpublish()
    assert client.get(url).status_code == 404


def test_an_unpublished_service_is_closed_although_its_translation_is_live(client):
    page = factories.service_page()
    english, _created = Locale.objects.get_or_create(language_code="en")
    page.copy_for_translation(english, copy_parents=True).save_revision().publish()
    page.unpublish()
    assert client.post(f"/egov/services/{page.service.slug}/start/").status_code == 404


def test_a_broken_choice_list_that_no_question_uses_holds_nobody_up():
    page = factories.service_page()
    ChoiceList.objects.create(name="empty", choices=[])
    page.title = "Another title"
    page.save()
    assert ServicePage.objects.get(pk=page.pk).title == "Another title"
