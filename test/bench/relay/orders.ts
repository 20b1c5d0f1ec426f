/** What the bench asks of the load generator, and what it answers. Durations are milliseconds. */
export type Target = 'real' | 'bare';

export interface PartyPlan {
  readonly headers: Readonly<Record<string, string>>;
  readonly auth: object;
  readonly readyOn?: string;
  readonly commands: readonly [string, string];
  /** First 24 characters of the ids of its commands, which are as long as UUIDs. */
  readonly id: string;
}

export interface Pair {
  readonly agent: PartyPlan;
  readonly caller: PartyPlan;
}

export type Order =
  | {
      readonly do: 'connect';
      readonly target: Target;
      readonly address: string;
      readonly pairs: readonly Pair[];
    }
  | { readonly do: 'disconnect'; readonly target: Target; readonly pairsKept: number }
  | {
      readonly do: 'measure';
      readonly target: Target;
      readonly pid: number;
      readonly warmUp: number;
      readonly duration: number;
    };

export interface Connected {
  readonly connected: number;
}

export interface Measured {
  /** Commands answered and relayed. */
  readonly events: number;
  /** Of the server, all threads. */
  readonly cpu: number;
  readonly elapsed: number;
  readonly ownCpu: number;
}

export interface Failed {
  readonly error: string;
}
