"""A sandbox on a page, as the panel uses it: opened, asked, stopped."""

import json
from typing import Any

from tests.browser.support.visitor import Visitor

OPEN = """async (release) => {
  const { Sandbox } = await import(`./${release}/js/sandbox/sandbox.js`);
  const build = await (await fetch(`./${release}/build.json`)).json();
  window.sandbox = new Sandbox(build);
  window.reports = [];
  for (const type of ["state", "beat", "output"]) {
    sandbox.addEventListener(type, ({ detail }) => reports.push({ type, detail }));
  }
}"""

RUN = """([task, args, seconds]) => {
  const start = performance.now();
  return sandbox.request(task, args, { seconds }).then(
    ({ result }) => ({ result, milliseconds: performance.now() - start }),
    ({ kind, message, line, locals }) =>
      ({ error: { kind, message, line, locals }, milliseconds: performance.now() - start }),
  );
}"""


class SandboxUser:
    """Opens a sandbox on the visitor's page; nothing is loaded before the first request."""

    def __init__(self, visitor: Visitor, release: str) -> None:
        self.page = visitor.page
        self.page.evaluate(OPEN, release)

    def request(self, task: str, seconds: float = 10, **args: object) -> dict[str, Any]:
        """{result} or {error}, and the milliseconds that it took."""
        answer: dict[str, Any] = self.page.evaluate(RUN, [task, args, seconds])
        return answer

    def run(self, source: str, seconds: float = 10) -> dict[str, Any]:
        """Run a text that defines no operator."""
        return self.request("run", seconds, source=source, op="conv2d")

    def trouble(self, source: str, seconds: float = 10) -> dict[str, Any]:
        """Why a text failed."""
        answer = self.run(source, seconds)
        assert "result" in answer, json.dumps(answer)
        trouble: dict[str, Any] | None = answer["result"]["trouble"]
        assert trouble is not None
        return trouble

    def value(self, expression: str) -> str:
        """The value of a Python expression in the sandbox, as the console shows it."""
        answer = self.request("console", line=expression)
        assert "result" in answer, json.dumps(answer)
        shown: str = answer["result"]["shown"]
        return shown

    def stop(self) -> dict[str, float]:
        """Stop what runs: after how many milliseconds it has ended, and after how many Python is up again."""
        times: dict[str, float] = self.page.evaluate(
            """async () => {
              const start = performance.now();
              const back = sandbox.stop();
              await running.catch(() => {});
              const ended = performance.now() - start;
              await back;
              return { ended, back: performance.now() - start };
            }"""
        )
        return times

    def begin(self, source: str, seconds: float = 60) -> None:
        """Begin to run a text, and wait until it runs."""
        self.page.evaluate(
            """([source, seconds]) => {
              reports.length = 0;
              window.running = sandbox.request("run", { source, op: "conv2d" }, { seconds });
              running.catch(() => {});
            }""",
            [source, seconds],
        )
        self.page.wait_for_function('() => reports.some(({ type }) => type === "beat")')
