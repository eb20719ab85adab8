/** A request for a code, which names the code: it is made from this and a secret, and stored nowhere. */
export interface CodeRequest {
  readonly email: string;
  /** Of its event. */
  readonly id: string;
}

/** One code, in two forms. */
export interface EmailCode {
  /** To type: digits. */
  readonly code: string;
  /** To put behind the `#` of a link, which nobody types. */
  readonly token: string;
}

/** Codes that are mailed. */
export interface EmailCodes {
  /** The same request makes the same code, so that an event that is sent again is the same event. */
  issue(request: CodeRequest): Promise<EmailCode>;
  /** Whether a text is the code of a request, in either form. */
  isCodeOf(request: CodeRequest, text: string): Promise<boolean>;
}
