/** Collects what was expected and what came, a line each. */
export class Report {
  private passed = 0;
  private failed = 0;

  constructor(private readonly say: (line: string) => void) {}

  /** Notes one check: what is right reads the same as what came. */
  check(name: string, got: string, expected: string): void {
    if (got === expected) {
      this.passed += 1;
      this.say(`PASS ${name}: ${got}`);
    } else {
      this.failed += 1;
      this.say(`FAIL ${name}: expected ${expected}, got ${got}`);
    }
  }

  get isRight(): boolean {
    return this.failed === 0 && this.passed > 0;
  }

  get summary(): string {
    return `${this.passed} passed, ${this.failed} failed`;
  }
}
