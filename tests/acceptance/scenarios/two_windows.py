"""Two windows and no other server: one hosts ("This computer"), the other connects to it."""

from __future__ import annotations

from checks import wait_for
from person import Person
from world import APP, World


def run(world: World) -> None:
    maya, nora = sign_in(world)
    messages(world, maya, nora)
    channel(world, maya, nora)
    accepted_call(world, maya, nora)
    declined_call(world, maya, nora)


def sign_in(world: World) -> tuple[Person, Person]:
    step = world.report.step
    with step("maya signs in on This computer, which starts the built-in server"):
        maya = world.person("maya")
        maya.sign_in(APP, address=None)
        maya.is_signed_in()
    with step("the built-in server listens") as notes:
        ports = wait_for(
            "a port that the window's program listens on", maya.window.listening_ports, maya.window.outline
        )
        url = f"ws://127.0.0.1:{min(ports)}/"
        notes.append(url)
    with step("nora's window signs in on that server by its address"):
        nora = world.person("nora")
        nora.sign_in(APP, address=url)
        nora.is_signed_in()
    return maya, nora


def messages(world: World, maya: Person, nora: Person) -> None:
    step = world.report.step
    with step("maya starts a chat with nora and writes"):
        maya.start_chat("nora")
        maya.write("nora", "Are you on site? 你好 🎈")
        maya.shows_once("Are you on site? 你好 🎈")
    with step("nora opens it with the keyboard and reads it"):
        nora.open_chat("maya")
        nora.shows_once("Are you on site? 你好 🎈")
    with step("nora answers, and maya reads it"):
        nora.write("maya", "Behind the tea tent")
        maya.shows_once("Behind the tea tent")


def channel(world: World, maya: Person, nora: Person) -> None:
    step = world.report.step
    with step("both join lantern"):
        maya.join("lantern")
        nora.join("lantern")
    for writer, reader in ((maya, nora), (nora, maya)):
        text = f"This is {writer.account} 🏮"
        with step(f"what {writer.account} writes to lantern is in both windows once"):
            writer.write("#lantern", text)
            reader.shows_once(text)
            writer.shows_once(text)


def accepted_call(world: World, maya: Person, nora: Person) -> None:
    step = world.report.step
    with step("maya calls, and the dialog in nora's window names her"):
        maya.call("nora")
        nora.is_called_by("maya")
    with step("maya's window shows that it rings"):
        maya.hears_ringing()
    with step("nora accepts, and both are in the call"):
        nora.accept()
        nora.is_in_call()
        maya.is_in_call()
    with step("maya's keypad sends 5, and nora's keypad says so"):
        maya.dial("5")
        nora.reads_digits("maya", "5")
    with step("maya ends the call, and it is over in both windows"):
        maya.hang_up()
        nora.call_is_over()


def declined_call(world: World, maya: Person, nora: Person) -> None:
    step = world.report.step
    with step("nora calls maya, and nora's window shows that it rings"):
        before = nora.times_declined()
        nora.call("maya")
        maya.is_called_by("nora")
        nora.hears_ringing()
    with step("maya declines, and nora's window says Declined"):
        maya.decline()
        nora.is_declined(before)
