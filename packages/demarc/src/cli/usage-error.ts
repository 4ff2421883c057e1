/** What a user can put right: shown as a message, exit 2. Everything else that is thrown is a fault of demarc. */
export class UsageError extends Error {
  constructor(
    message: string,
    /** What to do about it. */
    readonly hint?: string,
  ) {
    super(message);
  }
}
