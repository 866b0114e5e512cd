import * as z from "zod";
import type { CommentPlace } from "./comment-place";
import { markerOf } from "./comment-text";
import { readPages } from "./pages";
import { RestError } from "./rest-api";

const attempts = 3;

/**
 * Writes a comment, or updates the one that is there already, so that there is one. Of two runs at once, each
 * deletes all of our comments but the first: one is left, with the text of one of them.
 *
 * @param body its first line is the marker by which the comment is found again
 * @returns the comment's id
 * @throws RestError where the service refuses
 * @throws RangeError on a marker or body that can't be right
 */
export async function writeStickyComment(
  place: CommentPlace,
  body: string,
): Promise<number> {
  markerOf(body);
  if (body.length > place.longest)
    throw new RangeError(
      `a comment has at most ${place.longest} characters, this one has ${body.length}`,
    );
  // GitLab has looked for them in blocks of code too, where a fence is longer than three characters.
  if (place.hasCommands && /^\s*\//m.test(body))
    throw new RangeError(
      'a line of the text begins with "/", which may be a command; read the review where it was made',
    );
  for (let left = attempts - 1; ; left--) {
    const id = await tryToWrite(place, body);
    if (id !== undefined) return id;
    if (left === 0)
      throw new RestError("the comment goes whenever it is written", 404);
  }
}

/** Writes and tidies up; nothing where the comment went meanwhile. */
async function tryToWrite(
  place: CommentPlace,
  body: string,
): Promise<number | undefined> {
  const marker = markerOf(body);
  const [first] = await ownComments(place, marker);
  if (first !== undefined)
    return update(place, body, first, await ownComments(place, marker));
  const { body: made } = await place.api.request("POST", place.list, {
    body: { body },
  });
  const { id } = z.object({ id: z.int() }).parse(made);
  const all = [...new Set([...(await ownComments(place, marker)), id])];
  const kept = Math.min(...all);
  return kept === id
    ? removeOthers(place, kept, all)
    : update(place, body, kept, all);
}

async function update(
  place: CommentPlace,
  body: string,
  kept: number,
  all: readonly number[],
): Promise<number | undefined> {
  const { status } = await place.api.request(place.update, place.one(kept), {
    body: { body },
    expected: [404],
  });
  return status === 404 ? undefined : removeOthers(place, kept, all);
}

async function removeOthers(
  { api, one }: CommentPlace,
  kept: number,
  all: readonly number[],
): Promise<number> {
  for (const id of all)
    if (id !== kept) await api.request("DELETE", one(id), { expected: [404] });
  return kept;
}

/** Our comments with this marker, the oldest first. */
async function ownComments(
  { api, list, read }: CommentPlace,
  marker: string,
): Promise<readonly number[]> {
  return (await readPages(api, list, read))
    .filter(
      ({ body, isOurs }) => isOurs && body.split(/\r?\n/, 1)[0] === marker,
    )
    .map(({ id }) => id)
    .sort((left, right) => left - right);
}
