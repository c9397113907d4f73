// Counts what passed and keeps what failed, to be printed at the end.

/** How many problems of one failure are printed: the first ones tell enough. */
const SHOWN = 5;

export class Report {
  passed = 0;
  failures = [];

  /** Notes the verdict on `name`: nothing is wrong if there are no problems. */
  judge(name, problems) {
    if (problems.length === 0) {
      this.passed += 1;
    } else {
      const more = problems.length - SHOWN;
      const shown = problems.slice(0, SHOWN).concat(more > 0 ? [`and ${more} more`] : []);
      this.failures.push(`${name}\n    ${shown.join('\n    ')}`);
    }
  }

  /** Prints the failures and the counts; the exit code. */
  close() {
    for (const failure of this.failures) console.log(`FAILED ${failure}`);
    console.log(`${this.passed} passed, ${this.failures.length} failed`);
    return this.failures.length === 0 ? 0 : 1;
  }
}
