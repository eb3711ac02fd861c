/**
 * User data with the keys that may log in. Two documents that cloud-init reads one after the other, because a driver does not look into what a
 * machine is told to do. Without keys it is what was given.
 */
export function withLoginKeys(userData: string, keys: readonly string[]): string {
  if (keys.length === 0) return userData;
  // Debian's own image keeps root from logging in with a message; nobody else is on the machine.
  const logins = `#cloud-config\n${JSON.stringify({ disable_root: false, ssh_authorized_keys: keys })}\n`;
  const boundary = "==dinfra-part==";
  const part = (content: string) =>
    `--${boundary}\nContent-Type: ${typeOf(content)}; charset="utf-8"\nMIME-Version: 1.0\n\n${content}\n`;
  return (
    `Content-Type: multipart/mixed; boundary="${boundary}"\nMIME-Version: 1.0\n\n` +
    `${part(logins)}${part(userData)}--${boundary}--\n`
  );
}

function typeOf(content: string): string {
  return content.startsWith("#!") ? "text/x-shellscript" : "text/cloud-config";
}
