import { randomInt } from "node:crypto";
import { API_VERSION_HEADER, EPOCH_HEADER, type DescriptorType, type Owner } from "@dinfra/schemas";
import { parsed } from "./answers.js";
import { NoAnswer, request, type Answer } from "./http.js";
import { descriptorOf, Refused, type Descriptor, type Known, type Subject } from "./subject.js";

type Types = readonly Pick<DescriptorType, "id" | "schema">[];
type Listed = Types[number] & { name?: string };

/** //Alice of every development chain: a provider that is nobody's. */
const someProvider = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

/**
 * Asks the reactor whose it is and what it serves, before anything is asked of it.
 * @throws {Refused} where there is no reactor to test: none answers, it has deployments, no descriptor is known
 */
export async function learn(subject: Subject, within: number): Promise<Known> {
  const list = await ask(subject, "/v1/deployments?limit=1", within);
  const { items, owner } = list.body as { items?: unknown[]; owner?: Owner };
  if (!Array.isArray(items)) throw new Refused(`${subject.url}: expected a list of deployments, found another answer`);
  if (items.length > 0)
    throw new Refused(
      `${subject.url}: expected a reactor without deployments, found some. What this suite does would disturb them: ` +
        "give it a reactor of its own",
    );
  const types = (await ask(subject, "/v1/descriptor-types", within)).body as { items?: Listed[] };
  const type = typeOf(subject, types.items ?? []);
  return {
    owner: owner ?? { instance: `0x${"c0".repeat(32)}`, provider: subject.provider ?? someProvider },
    epoch: list.answer.headers[EPOCH_HEADER] ?? "",
    version: list.answer.headers[API_VERSION_HEADER],
    typeId: type.id,
    descriptors: descriptorsOf(subject, type),
    // From 9 × 10^16 on, so that a number with one more digit comes before it as a text; lists are tried with both.
    firstSubscription: 90_000_000_000_000_000n + BigInt(randomInt(2 ** 40)) * 1_000n,
  };
}

async function ask({ url, token }: Subject, path: string, within: number): Promise<{ answer: Answer; body: unknown }> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  let answer: Answer;
  try {
    answer = await request(url, { method: "GET", path, headers }, within);
  } catch (error) {
    if (error instanceof NoAnswer) throw new Refused(`${url}: expected a reactor, found none: ${error.message}`);
    throw error;
  }
  if (answer.status === 401)
    throw new Refused(
      `${url}: expected a token that opens it, found ${token === undefined ? "none" : "another"}: give --token`,
    );
  const body = parsed(answer.text);
  if (answer.status !== 200 || typeof body !== "object" || body === null)
    throw new Refused(
      `${url}${path}: expected 200 and JSON, found status ${answer.status}: ${answer.text.slice(0, 200)}`,
    );
  return { answer, body };
}

const examplesOf = ({ schema }: Listed): object[] => {
  const { examples } = schema as { examples?: unknown };
  return Array.isArray(examples) ? examples.filter((one) => typeof one === "object" && one !== null) : [];
};

function typeOf({ type, descriptors }: Subject, types: readonly Listed[]): Listed {
  const known = types.map(({ id, name }) => name ?? id).join(", ") || "none";
  if (type !== undefined) {
    const found = types.find(({ id, name }) => id === type || name === type);
    if (found === undefined)
      throw new Refused(`--type: expected one that the reactor serves (${known}), found ${type}`);
    return found;
  }
  const found = types.length === 1 ? types[0] : types.find((one) => examplesOf(one).length > 1);
  if (found === undefined || (descriptors !== undefined && types.length > 1))
    throw new Refused(`expected a descriptor type to ask for: give --type, one of ${known}`);
  return found;
}

function descriptorsOf({ descriptors }: Subject, type: Listed): [Descriptor, Descriptor] {
  const [one, other] = descriptors ?? examplesOf(type);
  if (one === undefined || other === undefined)
    throw new Refused(
      `expected two descriptors of ${type.name ?? type.id} that can be deployed: give --descriptor twice, or two \`examples\` in its schema`,
    );
  const both: [Descriptor, Descriptor] = [descriptorOf(one), descriptorOf(other)];
  if (both[0].cid === both[1].cid) throw new Refused("expected two descriptors, found the same one twice");
  return both;
}
