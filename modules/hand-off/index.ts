export { archiveOf } from "./archive";
export { bundleOf } from "./bundle";
export type { BundleFile } from "./bundle-file";
export { refusalOf, type HandOffOptions } from "./options";
export { bundleDigest, sha256 } from "./sums";
export { ForeignFiles, writeBundle, type BundleChanges } from "./write-bundle";
