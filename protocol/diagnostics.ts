/** What the operator's systems know of a line: shown in a call only while the `metadata` consent is in force. */
export interface DiagnosticReading {
  /** Epoch milliseconds. */
  readonly takenAt: number;
  /** Since the beginning of the month. */
  readonly usage: {
    readonly megabytes: number;
    readonly includedMegabytes?: number;
    readonly minutes: number;
  };
  /** A router or box that the operator issued, if there is one. */
  readonly router?: {
    readonly model: string;
    readonly online: boolean;
    /** Zero to four. */
    readonly signalBars: number;
    /** Hours since it was last started. */
    readonly upHours: number;
  };
}
