import { codeSpan } from "../markup";

/**
 * A review as a comment: its marker, the commit whose plans were reviewed, and the rest of it.
 *
 * @param review Markdown whose first line is a marker comment
 * @param commit 40 hexadecimal digits
 * @throws RangeError on a review or commit that can't be one
 */
export function reviewComment(review: string, commit: string): string {
  const name = shortCommit(commit);
  const marker = markerOf(review);
  return `${marker}\n\nReviewed: commit ${name}. A commit after it has no review until this line names it.\n${review.slice(marker.length)}`;
}

/**
 * What takes the place of a review that was not made, so that an earlier one doesn't pass for it.
 *
 * @param marker the first line of the comments of this review
 * @param commit 40 hexadecimal digits
 * @throws RangeError on a marker or commit that can't be one
 */
export function failureComment(marker: string, commit: string): string {
  const name = shortCommit(commit);
  return `${markerOf(marker)}

# Identity review

> [!CAUTION]
> **The review of commit ${name} failed: nobody knows what it changes.** A review of an earlier commit says nothing of
> it. Why it failed is in the log of the job that wrote this.
`;
}

/**
 * The marker comment that a text begins with.
 *
 * @throws RangeError where it doesn't begin with one
 */
export function markerOf(text: string): string {
  const marker = text.split("\n", 1)[0] ?? "";
  if (!/^<!-- [\w -]+ -->$/.test(marker))
    throw new RangeError(
      "the text does not begin with a marker comment; make it by npm run review -- <environment>",
    );
  return marker;
}

/** As short as people write it, and long enough that nobody finds another commit that begins so. */
function shortCommit(commit: string): string {
  if (!/^[0-9a-f]{40}$/.test(commit))
    throw new RangeError(
      `a commit is written as 40 hexadecimal digits, got ${JSON.stringify(commit)}`,
    );
  return codeSpan(commit.slice(0, 12));
}
