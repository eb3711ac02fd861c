/** A name that only a file has: a phrase has blanks, a seed or a password has no such ending. */
const ofFile = /^(?!\/\/)[\w.~/-]*\w\.(proof|json|txt)$/;

/**
 * ` in FILE`, or nothing where the name cannot be told from a secret that was typed in the wrong place: that is not repeated.
 */
export function named(path: string | undefined): string {
  return path !== undefined && ofFile.test(path) ? ` in ${path}` : "";
}
