/** What of the CLI's JSON answers the stories read. Amounts and ids are decimal text. */
export interface SubmissionAnswer {
  readonly block: number;
  readonly fee: string;
}

export interface SubscriptionAnswer {
  readonly id: string;
  readonly generation: number;
  readonly funds: string;
  readonly stored: {
    readonly kind: string;
    readonly attempt?: number;
    readonly provider?: string;
    readonly reason?: string;
  };
  readonly provider: string | null;
  readonly rate: string | null;
  readonly deployedAt: number | null;
  readonly endsAt: number | null;
  readonly earned: string;
  readonly paid: string;
}

export interface SubscribeAnswer extends SubmissionAnswer {
  readonly id: string;
  readonly cid: string;
  readonly subscription: SubscriptionAnswer;
}

export interface ShownAnswer {
  readonly block: { readonly number: number };
  readonly subscription: SubscriptionAnswer | null;
  readonly assignments: readonly {
    readonly attempt: number;
    readonly stored: { readonly kind: string };
    readonly observedGeneration: number;
  }[];
  readonly history?: readonly {
    readonly block: number;
    readonly name: string;
    readonly data: Readonly<Record<string, string>>;
  }[];
}

export interface AccountAnswer {
  readonly address: string;
  readonly free: string;
  readonly held: string;
}

export interface EventAnswer {
  readonly kind: string;
  readonly at: string;
  readonly message: string;
  readonly phase?: string;
}

export interface DeploymentsAnswer {
  readonly items: readonly {
    readonly id: string;
    readonly phase: string;
    readonly observedGeneration: number;
    readonly failure?: { readonly code: string; readonly message: string };
    readonly endpoints: readonly { readonly name: string; readonly url: string }[];
    readonly timings: Readonly<Record<string, string>>;
  }[];
}
