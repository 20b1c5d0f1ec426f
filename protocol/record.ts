/** GET /api/review/record: the controller's record of processing activities (GDPR Art. 30), as the policy table has it. */
export interface RecordView {
  /** Another content is another version. */
  readonly version: string;
  readonly controller: {
    readonly name: string;
    /** `null` while it is not known. */
    readonly registration: string | null;
    readonly address: string | null;
    readonly dataProtection: string | null;
  };
  readonly activities: readonly {
    readonly purpose: string;
    readonly description: string;
    /** Paragraph of GDPR, `6(1)(b)`. */
    readonly basis: string;
    readonly subjects: readonly string[];
    readonly categories: readonly string[];
    readonly who: readonly { readonly who: string; readonly may: readonly string[] }[];
  }[];
  readonly retention: readonly {
    readonly what: string;
    readonly from: string;
    /** ISO 8601. */
    readonly period: string;
    readonly reason: string;
  }[];
  readonly recipients: readonly { readonly who: string; readonly role: string; readonly sees: string }[];
  readonly transfers: string;
  readonly security: readonly string[];
  readonly rights: readonly { readonly right: string; readonly article: number; readonly note?: string }[];
}
