// Faults that somebody might make, each of which some test must notice. `find` stands once in `file` (below chain/pallets).

const subscriptions = (file) => `subscriptions/src/${file}`;
const providers = (file) => `providers/src/${file}`;
const clock = (file) => `clock/src/${file}`;

export const mutants = [
  // The money of a running deployment.
  {
    file: subscriptions("money.rs"),
    find: "live.saturating_sub(self.live0).min(self.funded())",
    replace: "live.saturating_sub(self.live0).min(self.funded() + N::one())",
    why: "a block is paid that the funds do not cover",
  },
  {
    file: subscriptions("money.rs"),
    find: "Self { since: until, rate: self.rate, funds: self.funds - earned, live0: live.max(self.live0) }",
    replace: "Self { since: until, rate: self.rate, funds: self.funds, live0: live.max(self.live0) }",
    why: "what is settled is earned again",
  },
  {
    file: subscriptions("money.rs"),
    find: "change.filter(|change| change.at <= until)",
    replace: "change.filter(|change| change.at < until)",
    why: "another price comes a block late",
  },
  {
    file: subscriptions("money.rs"),
    find: "let (before, next) = segment.settled(change.at, live(change.at));",
    replace: "let (before, next) = (B::zero(), Segment { since: change.at, live0: live(change.at), ..*segment });",
    why: "a change of the price forgets what was earned before it",
  },
  {
    file: subscriptions("providing.rs"),
    find: "live0: T::Marketplace::live(&provider, now),",
    replace: "live0: T::Marketplace::live(&provider, now.saturating_sub(One::one())),",
    why: "off by one at NB: the block before the declaration is paid",
  },
  {
    file: subscriptions("ending.rs"),
    find: "assignment.stop.map_or(now, |stop| stop.at.min(now))",
    replace: "now",
    why: "an end that was called does not stop the count",
  },
  {
    file: subscriptions("effective.rs"),
    find: "if segment.funded().is_zero()",
    replace: "if segment.funds.is_zero()",
    why: "a remainder keeps a deployment running for nothing",
  },
  {
    file: subscriptions("effective.rs"),
    find: "if now >= stop.at",
    replace: "if now > stop.at",
    why: "a called end comes a block late",
  },
  // Leaving.
  {
    file: subscriptions("money.rs"),
    find: "false => after_notice.max(deployed_at.saturating_add(minimum)),",
    replace: "false => after_notice,",
    why: "the minimum period does not bind",
  },
  {
    file: subscriptions("money.rs"),
    find: "match now < deployed_at.saturating_add(trial) {",
    replace: "match now <= deployed_at.saturating_add(trial) {",
    why: "the trial is a block too long",
  },
  {
    file: subscriptions("money.rs"),
    find: "now.saturating_add(notice).min(change_at)",
    replace: "now.saturating_add(notice)",
    why: "who leaves before another price pays it",
  },
  {
    file: subscriptions("money.rs"),
    find: "now.saturating_sub(awarded_at).max(One::one()).min(most)",
    replace: "now.saturating_sub(awarded_at).max(One::one())",
    why: "the set-up fee has no bound",
  },
  {
    file: subscriptions("consuming.rs"),
    find: "		if T::Marketplace::is_dark(provider) {\n			return now;\n		}\n",
    replace: "",
    why: "who is served by nobody has to wait for a notice",
  },
  {
    file: subscriptions("consuming.rs"),
    find: "assignment.stop.is_none_or(|called| stop.at < called.at)",
    replace: "assignment.stop.is_none_or(|called| stop.at <= called.at)",
    why: "the same end is called again, for another reason",
  },
  {
    file: subscriptions("providing.rs"),
    find: "let at = Self::now().saturating_add(assignment.notice);",
    replace: "let at = Self::now().saturating_add(One::one());",
    why: "a provider resigns without its notice",
  },
  {
    file: subscriptions("consuming.rs"),
    find: "			ensure!(amount <= free, Error::<T>::FundsCommitted);\n",
    replace: "",
    why: "a consumer withdraws what it owes",
  },
  {
    file: subscriptions("consuming.rs"),
    find: "		segment.funds = subscription.spendable();\n",
    replace: "		let _ = segment;\n",
    why: "a top-up or withdrawal is not known to what runs",
  },
  // Prices.
  {
    file: subscriptions("repricing.rs"),
    find: "		Self::settle(id, &mut subscription, &provider, attempt, &mut assignment, now);\n",
    replace: "		let _ = (&provider, attempt);\n",
    why: "no settling before another price: it counts for blocks of the past",
  },
  {
    file: subscriptions("repricing.rs"),
    find: "ensure!(assignment.proposal == Some(rate), Error::<T>::NoProposal);",
    replace: "ensure!(assignment.proposal.is_some(), Error::<T>::NoProposal);",
    why: "a consumer accepts a price that the provider did not propose",
  },
  {
    file: subscriptions("repricing.rs"),
    find: "let at = Self::now().saturating_add(assignment.notice);",
    replace: "let at = Self::now().saturating_add(One::one());",
    why: "a price changes without notice",
  },
  {
    file: subscriptions("repricing.rs"),
    find: "ensure!(step <= bounds.step, Error::<T>::StepTooLarge);",
    replace: "let _ = step;",
    why: "a price jumps",
  },
  // Deadlines, attempts, tombstones.
  {
    file: subscriptions("effective.rs"),
    find: "if now >= *deadline",
    replace: "if now > *deadline",
    why: "a deadline comes a block late",
  },
  {
    file: subscriptions("ending.rs"),
    find: "		Self::exclude(subscription, &provider);\n",
    replace: "",
    why: "who failed a subscription gets it again",
  },
  {
    file: subscriptions("placing.rs"),
    find: "if retry > failures.since.saturating_add(patience) {",
    replace: "if false {",
    why: "a consumer's patience has no end",
  },
  {
    file: subscriptions("placing.rs"),
    find: "let before = subscription.failures.unwrap_or(Failures { count: 0, since: now, retry: None });",
    replace: "let before = Failures { count: 0, since: now, retry: None };",
    why: "pauses do not grow, and patience begins anew with each failure",
  },
  {
    file: subscriptions("waiting.rs"),
    find: "SHORTEST << failures.min(DOUBLED)",
    replace: "SHORTEST << failures.min(DOUBLED + 1)",
    why: "a pause is longer than 640 blocks",
  },
  {
    file: subscriptions("waiting.rs"),
    find: ".filter(|walk| id < walk.at)",
    replace: ".filter(|walk| id > walk.at)",
    why: "who comes back behind the pass is not asked",
  },
  {
    file: subscriptions("waiting.rs"),
    find: "Choice::Nobody if subscription.failures.is_some() && walk.until.is_none()",
    replace: "Choice::Nobody if subscription.failures.is_some() && walk.until.is_some()",
    why: "a failed request is closed while newer supply waits to be seen, and kept when nobody is left",
  },
  {
    file: subscriptions("providing.rs"),
    find: "		subscription.failures = None;\n",
    replace: "",
    why: "failures from before a deployment count after it",
  },
  {
    file: subscriptions("ending.rs"),
    find: "		Self::forget_retry(id, subscription);\n",
    replace: "",
    why: "one that is over is still to be tried again",
  },
  {
    file: subscriptions("providing.rs"),
    find: "generation > assignment.generation",
    replace: "generation >= assignment.generation",
    why: "a generation is declared twice",
  },
  {
    file: subscriptions("providing.rs"),
    find: "AssignmentState::Awarded { .. } | AssignmentState::Active => Ok((provider, subscription, assignment)),",
    replace:
      "AssignmentState::Awarded { .. } | AssignmentState::Active | AssignmentState::Revoked { reason: RevokeReason::Rejected } => Ok((provider, subscription, assignment)),",
    why: "a stale attempt is accepted",
  },
  {
    file: subscriptions("providing.rs"),
    find: "		ensure!(assignment.state.is_terminal(), Error::<T>::NotEnded);\n",
    replace: "",
    why: "what runs is torn down and forgotten",
  },
  {
    file: subscriptions("providing.rs"),
    find: "		T::Marketplace::release(provider, &subscription.type_id);\n",
    replace:
      "		T::Marketplace::release(provider, &subscription.type_id);\n		T::Marketplace::release(provider, &subscription.type_id);\n",
    why: "capacity is freed twice",
  },
  {
    file: subscriptions("consuming.rs"),
    find: "		ensure!(subscription.consumer == *who, Error::<T>::NotConsumer);\n",
    replace: "		let _ = who;\n",
    why: "anybody cancels anybody's subscription",
  },
  // The queue.
  {
    file: subscriptions("queue.rs"),
    find: "		assignment.due = None;\n		Self::enqueue(entry, &mut assignment, again);\n",
    replace: "		let _ = again;\n		assignment.due = None;\n",
    why: "the queue loses an entry that was served too early",
  },
  {
    file: subscriptions("queue.rs"),
    find: ".filter(|a| a.due == Some(block))",
    replace: "",
    why: "a stale entry of the queue counts",
  },
  {
    file: subscriptions("queue.rs"),
    find: "assignment.next.map_or(end, |change| change.at.min(end))",
    replace: "end",
    why: "nobody serves another price",
  },
  // Holding and paying.
  {
    file: subscriptions("escrow.rs"),
    find: "		Self::release(HoldReason::Deposit, &subscription.consumer, deposit)?;\n",
    replace: "		let _ = deposit;\n",
    why: "the deposit is not returned",
  },
  {
    file: subscriptions("escrow.rs"),
    find: "				&HoldReason::Escrow.into(),\n",
    replace: "				&HoldReason::Deposit.into(),\n",
    why: "a provider is paid from what is held for another reason",
  },
  {
    file: subscriptions("escrow.rs"),
    find: "amount: owed + amount",
    replace: "amount",
    why: "a second debt overwrites the first",
  },
  {
    file: subscriptions("escrow.rs"),
    find: "let payee = T::Marketplace::payee(provider);",
    replace: "let payee = provider.clone();",
    why: "the beneficiary is not paid",
  },
  {
    file: subscriptions("waiting.rs"),
    find: "		Self::release(HoldReason::Deposit, &subscription.consumer, deposit)?;\n",
    replace: "		let _ = deposit;\n",
    why: "the deposit of who waits is not returned",
  },
  {
    file: subscriptions("ending.rs"),
    find: "		Self::leave_line(id, subscription)?;\n",
    replace: "",
    why: "who has cancelled still waits",
  },
  // Taking over.
  {
    file: subscriptions("migrating.rs"),
    find: "		Self::end(id, subscription, from, before, assignment, EndReason::Migrated)\n",
    replace: "		let _ = (from, assignment); Ok(())\n",
    why: "two are paid for the same block",
  },
  {
    file: subscriptions("migrating.rs"),
    find: "		ensure!(segment.funds >= needed, Error::<T>::TooFewBlocksFunded);\n",
    replace: "		let _ = needed;\n",
    why: "a migration begins that cannot be paid",
  },
  {
    file: subscriptions("migrating.rs"),
    find: "subscription.reserve = money::cost(award.price, T::SetupBlocks::get());",
    replace: "subscription.reserve = Zero::zero();",
    why: "who serves earns what is kept for the set-up of another",
  },
  {
    file: subscriptions("ending.rs"),
    find: "Self::give_up_successor(id, subscription, subscription.reserve, at);",
    replace: "Self::give_up_successor(id, subscription, Zero::zero(), at);",
    why: "funds that end pay no set-up",
  },
  {
    file: subscriptions("ending.rs"),
    find: "true => Self::return_reserve(id, subscription),",
    replace: "true => Ok(()),",
    why: "what was kept for a successor that failed serves nobody",
  },
  {
    file: subscriptions("escrow.rs"),
    find: "if counted(at.saturating_add(One::one())) == counted(at) {",
    replace: "if T::Marketplace::is_dark(provider) {",
    why: "a set-up depends on when an end is served",
  },
  {
    file: subscriptions("providing.rs"),
    find: "if Self::miss_successor(id, &mut subscription, &provider, &assignment)? {",
    replace: "if false {",
    why: "a claim counts as kept what a late successor no longer needs",
  },
  // What stays readable.
  {
    file: subscriptions("ended.rs"),
    find: "let slot = (*count % u64::from(kept)) as u32;",
    replace: "let slot = (*count % (u64::from(kept) - 1)) as u32;",
    why: "an end is forgotten before its ring is full",
  },
  {
    file: subscriptions("ending.rs"),
    find: "AssignmentState::Awarded { deadline } => deadline.min(Self::now()),",
    replace: "AssignmentState::Awarded { .. } => Self::now(),",
    why: "a missed deadline is dated by when it was served",
  },
  // Providers.
  {
    file: providers("liveness.rs"),
    find: "return acc.saturating_add((b - last).min(gap));",
    replace: "return acc.saturating_add(b - last);",
    why: "dark blocks are paid",
  },
  {
    file: providers("liveness.rs"),
    find: "b.saturating_sub(last) >= gap",
    replace: "b.saturating_sub(last) > gap",
    why: "the gap is a block too long",
  },
  {
    file: providers("liveness.rs"),
    find: "period.until - period.from.max(b)",
    replace: "period.until - period.from",
    why: "a dark period counts whole for an end that lies in it",
  },
  {
    file: providers("matching/scan.rs"),
    find: "offer.ceiling() <= ask.max_price",
    replace: "offer.price <= ask.max_price",
    why: "a price rises above what the consumer agreed to",
  },
  {
    file: providers("matching/scan.rs"),
    find: "if ask.excluded.contains(who) ||",
    replace: "if",
    why: "the excluded are lost",
  },
  {
    file: providers("records.rs"),
    find: "		self.room() > 0\n",
    replace: "		self.used <= self.capacity\n",
    why: "an offer takes one more than it has",
  },
  {
    file: providers("awards.rs"),
    find: "		provider.assignments = provider.assignments.saturating_sub(1);\n",
    replace: "",
    why: "nobody ever leaves",
  },
  {
    file: providers("registration.rs"),
    find: "		ensure!(provider.assignments == 0, Error::<T>::AssignmentsRemain);\n",
    replace: "",
    why: "a provider leaves what it owes",
  },
  {
    file: providers("missed.rs"),
    find: "if offer.missed < T::MissedAllowed::get() {",
    replace: "if offer.missed <= T::MissedAllowed::get() {",
    why: "one deadline too many is forgiven",
  },
  {
    file: providers("offers.rs"),
    find: "			provider.missed = provider.missed.max(offer.missed);\n",
    replace: "",
    why: "closing and opening again washes off missed deadlines",
  },
  {
    file: providers("missed.rs"),
    find: "		offer.missed = 0;\n		provider.missed = 0;\n",
    replace: "		offer.missed = 0;\n",
    why: "what was paid for by bond is counted again",
  },
  {
    file: providers("missed.rs"),
    find: "			provider.bond = provider.bond.saturating_sub(amount);\n",
    replace: "",
    why: "what was burnt still counts as bond",
  },
  {
    file: subscriptions("providing.rs"),
    find: "Self::now().saturating_add(assignment.notice);",
    replace: "Self::now().saturating_add(T::NoticePeriod::get());",
    why: "a provider resigns with the notice of today's awards",
  },
  {
    file: subscriptions("repricing.rs"),
    find: "let at = Self::now().saturating_add(assignment.notice);",
    replace: "let at = Self::now().saturating_add(T::NoticePeriod::get());",
    why: "a price changes after the notice of today's awards",
  },
  {
    file: subscriptions("money.rs"),
    find: "live0: live.max(self.live0) }",
    replace: "live0: live }",
    why: "blocks count again when old dark periods are forgotten",
  },
  {
    file: subscriptions("money.rs"),
    find: ".max(One::one()).min(most)",
    replace: ".min(most)",
    why: "an award is free in its own block",
  },
  {
    file: subscriptions("migrating.rs"),
    find: "ensure!(forsaken || !Self::is_passing",
    replace: "ensure!(!Self::is_passing",
    why: "a line that is busy holds back who is left alone",
  },
  {
    file: subscriptions("migrating.rs"),
    find: "let steps = if forsaken { STEPS } else { left };",
    replace: "let steps = if forsaken { 0 } else { left };",
    why: "who is left alone is looked for in one window only",
  },
  // The clock, and who may log in.
  {
    file: clock("reading.rs"),
    find: "passed.min(most)",
    replace: "passed",
    why: "a stall is made up for: it darkens and bills everybody",
  },
  {
    file: clock("reading.rs"),
    find: "passed.min(most)), provider }",
    replace: "passed.min(most)), provider: self.provider.saturating_add(passed.min(most)) }",
    why: "what is beyond the most comes in the blocks after",
  },
  {
    file: clock("lib.rs"),
    find: "|| Reading { now: frame_system::Pallet::<T>::block_number(), provider },",
    replace: "|| Reading { now: provider, provider },",
    why: "the clock begins with the provider's number: everything stored ends at once",
  },
  {
    file: subscriptions("ending.rs"),
    find: "T::Clock::current_block_number()",
    replace: "frame_system::Pallet::<T>::block_number()",
    why: "money counts the height",
  },
  {
    file: providers("registration.rs"),
    find: "T::Clock::current_block_number()",
    replace: "frame_system::Pallet::<T>::block_number()",
    why: "heartbeats count the height",
  },
  {
    file: subscriptions("logins.rs"),
    find: "let generation = Self::next_generation(id, &mut subscription)?;",
    replace: "let generation = subscription.generation;",
    why: "a provider is not told who may log in",
  },
  {
    file: subscriptions("groups.rs"),
    find: "Logins::<T>::remove(id);",
    replace: "",
    why: "who may log in outlives the subscription",
  },
  // Whose turn it is.
  {
    file: providers("matching/queue.rs"),
    find: "let before = queue.ends.map(|ends| ends.last);",
    replace: "let before = queue.ends.map(|ends| ends.last).filter(|_| false);",
    why: "who opens stands beside the queue",
  },
  {
    file: providers("offers.rs"),
    find: "let standing = known.as_ref().filter(|offer| offer.open);",
    replace: "let standing = known.as_ref().filter(|offer| offer.open || offer.used > 0);",
    why: "an offer that is opened again does not go to the tail",
  },
  {
    file: providers("offers.rs"),
    find: "offer.left.min(capacity)",
    replace: "capacity",
    why: "new terms give an offer new turns",
  },
  {
    file: providers("matching/queue.rs"),
    find: "		if offer.left == 0 {\n			Self::to_tail(type_id, who, offer);\n		}\n",
    replace: "		if offer.left == 0 {\n			offer.left = offer.capacity;\n			offer.begun = false;\n		}\n",
    why: "who has had its turns stays first",
  },
  {
    file: providers("matching/queue.rs"),
    find: "			offer.left = offer.left.min(offer.room());\n",
    replace: "			offer.left = offer.capacity;\n",
    why: "a row is longer than the free units",
  },
  {
    file: providers("matching/scan.rs"),
    find: "		if by_turn {\n",
    replace: "		if by_turn || !type_id.is_zero() {\n",
    why: "named candidates and those who prefer take turns",
  },
  {
    file: providers("matching/scan.rs"),
    find: "			true => Self::scan_from_head(type_id),",
    replace: "			true => Self::scan_from(type_id, NextWindow::<T>::get(type_id)),",
    why: "a search does not begin with whose turn it is",
  },
  {
    file: providers("matching/queue.rs"),
    find: "_ if place >= self.end => Stretch { until: u64::MAX, then: None },",
    replace: "_ if place >= self.end => Stretch { until: self.end, then: None },",
    why: "a search misses who went to the tail while it was on its way",
  },
  {
    file: providers("matching/queue.rs"),
    find: "			offer.left = 1;\n",
    replace: "",
    why: "who rejects keeps a row as long as before",
  },
  {
    file: providers("matching/scan.rs"),
    find: "ask.max_setup.is_none_or(|most| offer.setup_blocks <= most)",
    replace: "ask.max_setup.is_none_or(|most| offer.setup_blocks <= most || !most.is_zero())",
    why: "a provider that takes longer than the consumer allows is awarded",
  },
  {
    file: subscriptions("placing.rs"),
    find: "now.saturating_add(setup_blocks)",
    replace: "now.saturating_add(setup_blocks).saturating_add(One::one())",
    why: "a deadline comes a block late",
  },
  // Maintenance.
  {
    file: subscriptions("consuming.rs"),
    find: "			None if Self::is_maintained(provider) => now.saturating_add(assignment.notice),\n",
    replace: "",
    why: "a provider at its maintenance holds its consumers",
  },
  {
    file: providers("records.rs"),
    find: "self.from <= *b && *b < self.until",
    replace: "self.from <= *b && *b <= self.until",
    why: "maintenance is a block too long",
  },
  {
    file: providers("maintenance.rs"),
    find: "			ensure!(from >= earliest, Error::<T>::MaintenanceTooSoon);\n",
    replace: "			let _ = earliest;\n",
    why: "maintenance comes unannounced",
  },
];
