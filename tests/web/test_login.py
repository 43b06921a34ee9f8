import re
from base64 import b64encode

import pytest
from starlette.testclient import TestClient

from archiver.cli.serve import login_of
from archiver.settings import read_options
from archiver.web.app import reading_room
from archiver.web.gate import Login
from archiver.web.passwords import Passwords
from archiver.web.sessions import IDLE, Allowance, Sessions
from archiver.web.shelf import Shelf

PASSWORD = "松溪 2018 meadow"


@pytest.fixture
def passwords(tmp_path):
    known = Passwords(tmp_path / "passwords")
    known.put("anna", PASSWORD)
    return known


@pytest.fixture
def enter(archive, fill, printed):
    """A browser before a reading room with a login."""
    fill(archive, [printed()])

    def made(login: Login, address: str = "198.51.100.7") -> TestClient:
        shelf = Shelf(archive)
        shelf.follow()
        return TestClient(
            reading_room(shelf, hosts=("*",), login=login),
            base_url="http://archive.example.org",
            follow_redirects=False,
            client=(address, 5000),
            raise_server_exceptions=False,
        )

    return made


def log_in(visitor: TestClient, name: str = "anna", password: str = PASSWORD, **more: str):
    form = visitor.get("/login", params={"next": more.pop("next", "/")}).text
    token = re.search(r'name="csrf" value="([^"]+)"', form)[1]
    wanted = re.search(r'name="next" value="([^"]*)"', form)[1]
    fields = {"csrf": token, "next": wanted, "name": name, "password": password}
    return visitor.post("/login", data=fields, headers=more)


def test_nothing_is_shown_before_a_login(enter, passwords):
    visitor = enter(Login(passwords))
    answer = visitor.get("/article/1?q=讲座")
    assert (answer.status_code, answer.headers["location"]) == (
        303, "/login?next=%2Farticle%2F1%3Fq%3D%25E8%25AE%25B2%25E5%25BA%25A7",
    )  # fmt: skip
    for path in ("/", "/article/1", "/article/1/capture/1", "/search", "/portals", "/nothing"):
        assert visitor.get(path).status_code == 303, path
    for path in ("/api/v1/search", "/api/v1/export", "/api/v1/openapi.json", "/feed"):
        answer = visitor.get(path)
        assert answer.status_code == 401, path
        assert answer.headers["www-authenticate"].startswith("Basic")
    assert visitor.get("/login").headers["content-security-policy"].startswith("default-src 'none'")


def test_a_reader_logs_in_and_out(enter, passwords):
    visitor = enter(Login(passwords))
    answer = log_in(visitor, next="/article/1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/article/1")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    page = visitor.get("/article/1")
    assert page.status_code == 200
    assert visitor.post("/logout", data={"csrf": "guessed"}).status_code == 403
    assert visitor.get("/").status_code == 200
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)[1]
    assert visitor.post("/logout", data={"csrf": token}).status_code == 303
    assert visitor.get("/").status_code == 303


@pytest.mark.parametrize(
    ("name", "password"), [("anna", "wrong"), ("nobody", PASSWORD), ("", ""), ("anna", "x" * 9000)]
)
def test_a_wrong_password_opens_nothing(enter, passwords, name, password):
    visitor = enter(Login(passwords))
    assert log_in(visitor, name, password).status_code == 403
    assert visitor.get("/").status_code == 303


def test_a_form_from_elsewhere_opens_nothing(enter, passwords):
    visitor = enter(Login(passwords))
    assert visitor.post("/login", data={"name": "anna", "password": PASSWORD}).status_code == 403
    assert log_in(visitor, Origin="http://elsewhere.example").status_code == 403
    assert log_in(visitor, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert visitor.post("/login", content=b"x" * 20_000).status_code == 403


@pytest.mark.parametrize(
    "elsewhere", ["//elsewhere.example/", "http://elsewhere.example/", "/\\elsewhere", "x", "/a\r\nb"]
)
def test_a_login_leads_to_no_other_host(enter, passwords, elsewhere):
    assert log_in(enter(Login(passwords)), next=elsewhere).headers["location"] == "/"


def test_guessing_is_slowed(enter, passwords):
    visitor = enter(Login(passwords))
    answers = [log_in(visitor, "anna", f"guess {n}").status_code for n in range(7)]
    assert answers == [403] * 5 + [429] * 2
    assert log_in(visitor).status_code == 429


def test_asking_too_much_is_slowed(enter, passwords):
    visitor = enter(Login(passwords, pages=Allowance(3, 0.5)))
    answers = [visitor.get("/api/v1/runs") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 2
    assert answers[-1].headers["content-type"] == "application/problem+json"


def test_feeds_and_the_api_take_a_password_with_the_request(enter, passwords):
    visitor = enter(Login(passwords))

    def asked(pair: str) -> int:
        basic = {"Authorization": "Basic " + b64encode(pair.encode()).decode()}
        return visitor.get("/feed", headers=basic).status_code

    assert [asked(f"anna:{PASSWORD}") for _ in range(9)] == [200] * 9
    assert asked("anna:wrong") == 401
    assert asked("anna") == 401
    assert visitor.get("/feed", headers={"Authorization": "Basic !!"}).status_code == 401


def test_a_reader_taken_out_is_out_at_once(enter, passwords):
    visitor = enter(Login(passwords))
    log_in(visitor)
    assert visitor.get("/").status_code == 200
    passwords.put("berta", "another long one")
    passwords.put("anna", None)
    assert visitor.get("/").status_code == 303


def test_a_proxys_word_is_taken_from_the_proxy_alone(enter):
    login = Login(header="X-Remote-User", proxies=("10.0.0.2",))
    named = {"X-Remote-User": "anna"}
    assert enter(login, "10.0.0.2").get("/", headers=named).status_code == 200
    assert enter(login, "10.0.0.2").get("/").status_code == 401
    assert enter(login, "198.51.100.7").get("/", headers=named).status_code == 401


def test_sessions_end_after_a_while():
    now = [0.0]
    sessions = Sessions(lambda: now[0])
    token = sessions.begin("anna")
    now[0] = IDLE - 1
    assert sessions.find(token) is not None
    now[0] += IDLE + 1
    assert sessions.find(token) is None
    assert sessions.find(None) is None


def test_an_allowance_grows_again():
    now = [0.0]
    allowance = Allowance(2, 0.5, lambda: now[0])
    assert [allowance.take("a") > 0 for _ in range(3)] == [False, False, True]
    assert allowance.take("b") == 0
    now[0] = 2.0
    assert allowance.take("a") == 0
    assert allowance.take("a") == 2


def test_a_login_is_asked_where_there_are_readers(archive, passwords, monkeypatch):
    assert login_of(read_options(home=archive.home)) is None
    assert login_of(read_options(home=archive.home, passwords=passwords.file)).passwords.readers().keys() == {"anna"}
    assert login_of(read_options(home=archive.home, proxy_header="X-Remote-User")).passwords is None
