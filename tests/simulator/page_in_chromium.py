"""The page in a real browser. ``make test-page`` runs this; its name keeps it out of ``make test``.

Fresh machines have no browser, and no test is skipped, so there is a target that installs one.
"""

import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from aiohttp import web
from playwright.sync_api import Browser, Page, expect, sync_playwright

from generated_client import APIError, Telnyx
from telnyx_simulator import Simulator
from tests.simulator.bots import Bot, Frame, mark, send
from tests.simulator.conftest import RunBot

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium."""
    program = shutil.which("chromium")
    assert program, "there is no chromium: run make test-page, which installs it"
    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # it has none for root
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=sandbox)
        yield chromium
        chromium.close()


Open = Callable[..., Page]


@pytest.fixture
def live() -> Iterator[Simulator]:
    """Run a simulator in real time, as people watch it."""
    with Simulator() as simulator:
        yield simulator


@pytest.fixture
def open_page(browser: Browser, live: Simulator) -> Iterator[Open]:
    """Open the page; it must load nothing from elsewhere and report no error."""
    pages: list[Page] = []
    wrong: list[str] = []

    def open_page(*, width: int = 1280, color_scheme: str = "light") -> Page:
        dark = color_scheme == "dark"
        page = browser.new_page(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
        )
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.on("request", lambda request: _check(request.url))
        page.goto(live.page)
        expect(page.get_by_text("connected", exact=True)).to_be_visible()
        pages.append(page)
        return page

    def _check(url: str) -> None:
        if not url.startswith((live.page, "data:")):
            wrong.append(f"loads {url}")

    yield open_page
    for page in pages:
        page.close()
    assert wrong == []


async def talk(socket: web.WebSocketResponse, frames: AsyncIterator[Frame]) -> None:
    """Say something, set two marks, make a mistake."""
    number = 0
    async for frame in frames:
        number += frame["event"] == "media"
        if number == 5:
            await send(socket, bytes(range(160)) * 20)
            await mark(socket, "the end")
            await mark(socket, HOSTILE)
        if number == 20:
            await send(socket, b"short")


@pytest.fixture
def talker(run_bot: RunBot) -> Bot:
    """Run a bot that talks."""
    return run_bot(talk)


def start(page: Page, bot: Bot) -> None:
    """Begin a call and start a stream, with the mouse."""
    page.get_by_role("button", name="New call").click()
    page.get_by_label("WebSocket server").fill(bot.url)
    page.get_by_label("Status callback", exact=True).fill(bot.callback)
    page.get_by_role("button", name="Start a stream").click()
    expect(page.locator(".pill.open")).to_be_visible()


def ink(page: Page, name: str) -> int:
    """Count the pixels of a waveform that are not transparent."""
    return int(
        page.get_by_role("img", name=name).evaluate(
            "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data"
            ".reduce((n, v, i) => n + (i % 4 === 3 && v > 0 ? 1 : 0), 0)"
        )
    )


def test_a_call_is_watched(open_page: Open, talker: Bot, live: Simulator) -> None:
    """Frames both ways, waveforms, marks, callbacks and findings appear; the mouse is enough."""
    page = open_page()
    start(page, talker)
    frames = page.get_by_role("list", name="Frames")
    expect(frames.get_by_text("start", exact=True)).to_be_visible()
    expect(page.locator(".facts")).to_contain_text("the end")
    expect(page.locator(".facts")).to_contain_text(HOSTILE)
    expect(page.locator(".facts")).to_contain_text("started 200")
    expect(page.locator(".advice")).to_contain_text("A chunk of audio was shorter than 20 ms")
    for side in ("says", "hears"):
        assert ink(page, f"Waveform of what the person {side}") > 3000

    page.get_by_role("button", name="5", exact=True).click()
    expect(frames.get_by_text("dtmf")).to_be_visible()
    page.get_by_role("button", name="Drop and dial again").click()
    expect(frames.get_by_text("connected")).to_have_count(2)
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator(".pill.stopped")).to_be_visible()
    page.get_by_role("button", name="Hang up").click()
    expect(page.locator("#calls")).to_contain_text("over")
    assert talker.of("dtmf")[0]["dtmf"]["digit"] == "5"
    assert not live.calls[0].is_live


def test_the_keyboard_is_enough(open_page: Open, talker: Bot, live: Simulator) -> None:
    """A call is begun, streamed, and ended without a mouse; the focus is never lost."""
    page = open_page()
    page.keyboard.press("n")
    expect(page.locator("#calls button")).to_have_count(1)
    page.get_by_label("WebSocket server").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(talker.url)
    page.keyboard.press("Enter")
    expect(page.locator(".pill.open")).to_be_visible()
    for _ in range(5):  # mode, codec, track, callback, button
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Start a stream")).to_be_focused()
    page.keyboard.press("7")
    with ThreadPoolExecutor() as elsewhere:  # Playwright has an event loop in this thread
        elsewhere.submit(live.wait, lambda: bool(talker.of("dtmf"))).result()
    expect(page.get_by_role("button", name="Start a stream")).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator(".pill.stopped")).to_be_visible()
    outline = "e => getComputedStyle(e).outlineStyle"
    assert page.locator(":focus").evaluate(outline) != "none"


def test_faults_are_injected_by_click(open_page: Open, talker: Bot, live: Simulator) -> None:
    """The next start fails, after acting; the page shows the stream all the same."""
    page = open_page()
    page.get_by_role("button", name="New call").click()
    page.get_by_role("button", name="500 after starting").click()
    page.get_by_role("button", name="repeated").click()
    expect(page.locator("#events")).to_contain_text("the next status callback is repeated")
    [call] = live.calls
    with Telnyx(api_key="KEY", base_url=live.url) as api, pytest.raises(APIError) as caught:
        api.texml.accounts.calls.streams_json(
            call.sid,
            account_sid=live.account_sid,
            url=talker.url,
            bidirectional_mode="rtp",
            status_callback=talker.callback,
        )
    assert caught.value.may_have_executed
    expect(page.locator(".facts")).to_contain_text("started (repeated) 200, started (repeated) 200")


def test_what_is_refused_is_said(open_page: Open) -> None:
    """The reason is in an alert, and goes away with time."""
    page = open_page()
    page.get_by_role("button", name="New call").click()
    page.get_by_label("WebSocket server").fill("x" * 2001)
    page.get_by_role("button", name="Start a stream").click()
    expect(page.get_by_role("alert")).to_contain_text("code 10003")


def test_calls_are_told_apart(open_page: Open, talker: Bot) -> None:
    """The call that is chosen is shown, though others come."""
    page = open_page()
    start(page, talker)
    page.get_by_role("button", name="New call").click()
    expect(page.locator("#calls button")).to_have_count(2)
    expect(page.locator(".pill")).to_have_count(0)
    page.locator("#calls button").first.click()
    expect(page.locator(".pill.open")).to_be_visible()
    expect(page.locator("#calls button").first).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("width", [360, 800, 1024, 1440])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_any_window_will_do(width: int, color_scheme: str, open_page: Open, talker: Bot) -> None:
    """Nothing is cut off at the side, and text can be told from its background."""
    page = open_page(width=width, color_scheme=color_scheme)
    start(page, talker)
    expect(page.locator(".advice")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    paper, text = page.locator("body").evaluate(
        "e => ['backgroundColor', 'color'].map(n => getComputedStyle(e)[n].match(/\\d+/g)[0])"
    )
    assert (int(paper) > 200 and int(text) < 60) is (color_scheme == "light")
    assert (int(paper) < 60 and int(text) > 200) is (color_scheme == "dark")


def test_everything_has_a_name(open_page: Open, talker: Bot) -> None:
    """Those who do not see the page hear what each control is."""
    page = open_page()
    start(page, talker)
    for role in ("button", "textbox", "combobox", "img", "list"):
        for element in page.get_by_role(role).all():
            is_list_of_buttons = element.get_attribute("id") == "calls"
            assert '"' in element.aria_snapshot() or is_list_of_buttons, element.aria_snapshot()


def test_the_page_says_when_the_simulator_has_ended(browser: Browser) -> None:
    """It does not pretend that all is well."""
    page = browser.new_page()
    with Simulator() as ending:
        page.goto(ending.page)
        expect(page.get_by_text("connected", exact=True)).to_be_visible()
    expect(page.get_by_text("not connected; trying again")).to_be_visible()
    page.close()
