import type { RestApi } from "./rest-api";

/** A comment as it was read. */
export interface PlacedComment {
  readonly id: number;
  readonly body: string;
  /** Whether it was written by those whose comments are ours. */
  readonly isOurs: boolean;
}

/** Where comments on one change are, and how they are read and written there. */
export interface CommentPlace {
  readonly api: RestApi;
  /** The path at which they are listed and made. */
  readonly list: string;
  /** The path at which one is updated and deleted. */
  readonly one: (id: number) => string;
  readonly update: "PATCH" | "PUT";
  /** Longest body, in characters. */
  readonly longest: number;
  /** Whether a line that begins with `/` can be a command that is run with the token's rights. */
  readonly hasCommands: boolean;
  /** Reads one page of the list; throws where it isn't as it should be. */
  readonly read: (body: unknown) => readonly PlacedComment[];
}
