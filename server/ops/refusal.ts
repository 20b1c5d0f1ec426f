/** What the operator is told when a command cannot be done; the message says all there is to know. */
export class OpsRefusal extends Error {
  override readonly name = 'OpsRefusal';
  /** 1: refused; 2: the command itself is wrong. */
  readonly exitCode: 1 | 2;
  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
