import { Report } from "../../lab/full/report";

describe("the full lab's report", () => {
  it("is right when every answer is the expected one", () => {
    const lines: string[] = [];
    const report = new Report((line) => lines.push(line));

    report.check("echo", "role prod-us-echo", "role prod-us-echo");

    expect(lines).toEqual(["PASS echo: role prod-us-echo"]);
    expect(report.isRight).toBe(true);
    expect(report.summary).toBe("1 passed, 0 failed");
  });

  it("is wrong when one answer is another, and says both", () => {
    const lines: string[] = [];
    const report = new Report((line) => lines.push(line));

    report.check("echo", "role prod-us-echo", "role prod-us-echo");
    report.check("ledger", "role prod-us-echo", "AccessDenied: not trusted");

    expect(lines[1]).toBe(
      "FAIL ledger: expected AccessDenied: not trusted, got role prod-us-echo",
    );
    expect(report.isRight).toBe(false);
    expect(report.summary).toBe("1 passed, 1 failed");
  });

  it("is not right when nothing was checked", () => {
    expect(new Report(() => undefined).isRight).toBe(false);
  });
});
