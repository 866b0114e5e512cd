import { gzipSync } from "fflate";
import { pack } from "tar-stream";
import type { BundleFile } from "./bundle-file";

/**
 * A bundle as `.tar.gz` with one folder at the top: the same bytes on every machine and at every time. Files
 * have no owner and the date of 1970; compression is the library's own, since Node's changes with its zlib.
 */
export async function archiveOf(
  files: readonly BundleFile[],
  folder: string,
): Promise<Uint8Array> {
  const tar = pack();
  for (const { path, text } of files)
    tar.entry(
      {
        name: `${folder}/${path}`,
        mode: 0o644,
        uid: 0,
        gid: 0,
        mtime: new Date(0),
      },
      text,
    );
  tar.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of tar) chunks.push(chunk as Uint8Array);
  return gzipSync(Buffer.concat(chunks), { level: 9, mtime: 0 });
}
