/** What a rig reports: one JSON object a line. */
export interface Figures {
  /** `goal` is the value that counts as good. */
  exactly(name: string, value: number, unit: string, goal: number): void;
  /** A quantity that says how much was tried; good when there was any. */
  atLeast(name: string, value: number, unit: string, goal: number): void;
  atMost(name: string, value: number, unit: string, goal: number): void;
  /** What this machine cannot measure, and why. Neither good nor bad. */
  unmeasured(name: string, unit: string, why: string): void;
  ok(): boolean;
}

export function createFigures(write: (line: string) => void): Figures {
  let allOk = true;
  function tell(name: string, value: number, unit: string, goal: number, ok: boolean): void {
    allOk &&= ok;
    write(`${JSON.stringify({ name, value, unit, goal, ok })}\n`);
  }
  return {
    exactly: (name, value, unit, goal) => tell(name, value, unit, goal, value === goal),
    atLeast: (name, value, unit, goal) => tell(name, value, unit, goal, value >= goal),
    atMost: (name, value, unit, goal) => tell(name, value, unit, goal, value <= goal),
    unmeasured: (name, unit, why) =>
      write(`${JSON.stringify({ name, value: null, unit, goal: null, ok: null, why })}\n`),
    ok: () => allOk,
  };
}
