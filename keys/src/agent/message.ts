// Message numbers of draft-miller-ssh-agent, section 6.1.

export const Request = {
  identities: 11,
  sign: 13,
  add: 17,
  remove: 18,
  removeAll: 19,
  lock: 22,
  unlock: 23,
  addConstrained: 25,
  extension: 27,
} as const;

export const Reply = {
  failure: Uint8Array.of(5),
  success: Uint8Array.of(6),
  identitiesAnswer: 12,
  signResponse: 14,
  extensionFailure: Uint8Array.of(28),
} as const;
