/** What benches print: one JSON object per line, for people and programs alike. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Upper bound, or a lower one with `atLeast`; null for a figure that only explains another one. */
  readonly goal: number | null;
  readonly atLeast?: boolean;
}

export function print({ name, value, unit, goal, atLeast = false }: Figure): void {
  const ok = goal === null ? null : atLeast ? value >= goal : value <= goal;
  const rounded = Number(value.toPrecision(4));
  process.stdout.write(`${JSON.stringify({ name, value: rounded, unit, goal, ok })}\n`);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const at = (index: number) => {
    const value = sorted[index];
    if (value === undefined) throw new Error('there is no median of nothing');
    return value;
  };
  return Number.isInteger(middle) ? (at(middle - 1) + at(middle)) / 2 : at(Math.floor(middle));
}

/** Largest distance from the median, as a part of it. */
export function spread(values: readonly number[]): number {
  const middle = median(values);
  return Math.max(...values.map((value) => Math.abs(value - middle))) / middle;
}
