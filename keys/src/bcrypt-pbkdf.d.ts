// The package has no types of its own, and none are published for it.
declare module "bcrypt-pbkdf" {
  const bcrypt: {
    /** Fills `key`; 0 when it did, -1 when the arguments are refused. */
    pbkdf(
      password: Uint8Array,
      passwordLength: number,
      salt: Uint8Array,
      saltLength: number,
      key: Uint8Array,
      keyLength: number,
      rounds: number,
    ): number;
  };
  export default bcrypt;
}
