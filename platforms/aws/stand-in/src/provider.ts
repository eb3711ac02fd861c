import type { handleUnaryCall, ServerUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import * as proto from "@pulumi/pulumi/proto/provider_pb.js";
import { behaviourOf } from "./behaviour.js";
import { ApiError, type Caller, type Cloud, type Thing } from "./cloud.js";
import { differenceOf } from "./diff.js";
import type { Faults } from "./faults.js";
import { rules } from "./rules.js";
import { fromStruct, same, toStruct, unknown, type Values } from "./values.js";

/** The provider's protocol, on a cloud in memory. Every engine process, and every provider of a program, has a connection of its own. */
export class StandInProvider {
  readonly #callers = new Map<string, Caller>();

  constructor(
    private readonly cloud: Cloud,
    private readonly faults: Faults,
    private readonly version: string,
  ) {}

  service(): UntypedServiceImplementation {
    return {
      attach: answer(() => new Empty()),
      cancel: answer(() => new Empty()),
      getPluginInfo: answer(() => info(this.version)),
      checkConfig: answer((call: Call<proto.CheckRequest>) => checked(fromStruct(call.request.getNews()))),
      diffConfig: answer((call: Call<proto.DiffRequest>) => this.#diffConfig(call.request)),
      configure: answer((call: Call<proto.ConfigureRequest>) => this.#configure(call)),
      check: answer((call: Call<proto.CheckRequest>) => this.#check(call.request)),
      diff: answer((call: Call<proto.DiffRequest>) => this.#diff(call.request)),
      invoke: answer((call: Call<proto.InvokeRequest>) => this.#invoke(call.request)),
      create: answer((call: Call<proto.CreateRequest>) => this.#create(call)),
      read: answer((call: Call<proto.ReadRequest>) => this.#read(call)),
      update: answer((call: Call<proto.UpdateRequest>) => this.#update(call)),
      delete: answer((call: Call<proto.DeleteRequest>) => this.#delete(call)),
    };
  }

  #diffConfig(request: proto.DiffRequest): proto.DiffResponse {
    const [olds, news] = [fromStruct(request.getOlds()), fromStruct(request.getNews())];
    const changed = Object.keys({ ...olds, ...news }).filter((key) => !same(news[key], olds[key]));
    return difference(
      changed,
      changed.filter((key) => key === "region"),
    );
  }

  #configure(call: Call<proto.ConfigureRequest>): proto.ConfigureResponse {
    const { region, profile, accessKey } = fromStruct(call.request.getArgs());
    if (typeof region !== "string") throw new Error("Missing region configuration");
    this.#callers.set(call.getPeer(), { account: String(profile ?? accessKey ?? "default"), region });
    const response = new proto.ConfigureResponse();
    response.setSupportspreview(true);
    return response;
  }

  #caller(call: { getPeer(): string }): Caller {
    const caller = this.#callers.get(call.getPeer());
    if (!caller) throw new Error("the stand-in was asked before it was configured");
    return caller;
  }

  #check(request: proto.CheckRequest): proto.CheckResponse {
    const type = request.getType();
    const news = fromStruct(request.getNews());
    const kind = rules[type];
    const response = checked(news);
    const fail = (property: string, reason: string) => {
      const failure = new proto.CheckFailure();
      failure.setProperty(property);
      failure.setReason(reason);
      response.addFailures(failure);
    };
    if (!kind) {
      fail("", `the stand-in for AWS does not model ${type}: add its rules`);
      return response;
    }
    for (const key of kind.required) if (news[key] === undefined) fail(key, "Missing required argument");
    for (const key of Object.keys(news)) {
      const known = kind.required.includes(key) || kind.inputs.includes(key);
      if (!known) fail(key, `the stand-in for AWS does not model this input of ${type}: add it to its rules`);
    }
    return response;
  }

  #diff(request: proto.DiffRequest): proto.DiffResponse {
    const { changed, replaced } = differenceOf(
      request.getType(),
      fromStruct(request.getOlds()),
      fromStruct(request.getOldInputs()),
      fromStruct(request.getNews()),
    );
    return difference(changed, replaced);
  }

  /** The one question that is asked: what an image is like. Every image that is not of another form is there. */
  #invoke(request: proto.InvokeRequest): proto.InvokeResponse {
    const token = request.getTok();
    if (token !== "aws:ec2/getAmi:getAmi") throw new Error(`the stand-in for AWS does not model ${token}: add it`);
    const { filters } = fromStruct(request.getArgs()) as { filters?: { name: string; values: string[] }[] };
    const id = filters?.find((filter) => filter.name === "image-id")?.values[0] ?? "";
    if (!/^ami-[0-9a-f]+$/.test(id))
      throw new Error("Your query returned no results. Please change your search criteria and try again.");
    const response = new proto.InvokeResponse();
    response.setReturn(toStruct({ id, imageId: id, rootDeviceName: "/dev/xvda" }));
    return response;
  }

  async #create(call: Call<proto.CreateRequest>): Promise<proto.CreateResponse> {
    const { request } = call;
    const type = request.getType();
    const inputs = fromStruct(request.getProperties());
    const response = new proto.CreateResponse();
    if (request.getPreview()) {
      const later = Object.fromEntries((rules[type]?.computed ?? []).map((key) => [key, unknown]));
      response.setProperties(toStruct({ ...later, ...inputs }));
      return response;
    }
    this.faults.before("create", type);
    const caller = this.#caller(call);
    const thing = behaviourOf(type).taken?.(this.cloud, caller, inputs) ?? this.#make(type, caller, inputs);
    const { id } = thing;
    await this.cloud.made(thing);
    await this.faults.after("create", type, id);
    response.setId(id);
    response.setProperties(toStruct(thing.values));
    return response;
  }

  #make(type: string, caller: Caller, inputs: Values): Thing {
    const added = behaviourOf(type).create?.(this.cloud, caller, inputs) ?? {};
    const { id: prefix = "x", idIs } = rules[type] ?? {};
    const id = idIs === undefined ? this.cloud.nextId(prefix) : String(inputs[idIs]);
    const thing: Thing = {
      type,
      id,
      ...caller,
      values: { ...inputs, ...added, ...tagsAll(inputs), ...self(type, id) },
    };
    this.cloud.things.set(id, thing);
    return thing;
  }

  async #read(call: Call<proto.ReadRequest>): Promise<proto.ReadResponse> {
    const { request } = call;
    this.faults.before("read", request.getType());
    const response = new proto.ReadResponse();
    const thing = this.#find(call, request.getType(), request.getId());
    if (!thing) return response;
    await this.faults.after("read", thing.type, thing.id);
    const said = fromStruct(request.getInputs());
    // What was said before is what is looked at; of an import everything is.
    const { required, inputs } = rules[thing.type] ?? { required: [], inputs: [] };
    const keys = Object.keys(said).length > 0 ? Object.keys(said) : [...required, ...inputs];
    response.setId(thing.id);
    response.setProperties(toStruct(thing.values));
    response.setInputs(toStruct(Object.fromEntries(keys.map((key) => [key, thing.values[key]]))));
    return response;
  }

  async #update(call: Call<proto.UpdateRequest>): Promise<proto.UpdateResponse> {
    const { request } = call;
    const type = request.getType();
    const wanted = fromStruct(request.getNews());
    const response = new proto.UpdateResponse();
    if (request.getPreview()) {
      const later = Object.fromEntries((rules[type]?.recomputed ?? []).map((key) => [key, unknown]));
      response.setProperties(toStruct({ ...fromStruct(request.getOlds()), ...wanted, ...later }));
      return response;
    }
    this.faults.before("update", type);
    const thing = this.#find(call, type, request.getId());
    if (!thing) throw new ApiError("NotFound", `${request.getId()} does not exist`);
    const added = behaviourOf(type).update?.(this.cloud, thing, wanted) ?? {};
    // What is no longer said is given up.
    for (const key of Object.keys(fromStruct(request.getOldInputs()))) if (!(key in wanted)) delete thing.values[key];
    Object.assign(thing.values, wanted, added, tagsAll(wanted));
    await this.faults.after("update", type, thing.id);
    response.setProperties(toStruct(thing.values));
    return response;
  }

  async #delete(call: Call<proto.DeleteRequest>): Promise<Empty> {
    const { request } = call;
    const type = request.getType();
    this.faults.before("delete", type);
    const thing = this.#find(call, type, request.getId());
    if (thing) {
      behaviourOf(type).remove?.(this.cloud, thing);
      this.cloud.things.delete(thing.id);
      await this.faults.after("delete", type, thing.id);
    }
    return new Empty();
  }

  #find(call: { getPeer(): string }, type: string, id: string): Thing | undefined {
    const { account, region } = this.#caller(call);
    const thing = this.cloud.things.get(id);
    return thing?.type === type && thing.account === account && thing.region === region ? thing : undefined;
  }
}

type Call<Request> = ServerUnaryCall<Request, unknown>;

function answer<Request, Response>(work: (call: Call<Request>) => Response | Promise<Response>) {
  const handle: handleUnaryCall<Request, Response> = (call, callback) => {
    void (async () => work(call as Call<Request>))().then(
      (response) => callback(null, response),
      (error: Error) => callback({ code: 2, message: error.message }),
    );
  };
  return handle;
}

function info(version: string): PluginInfo {
  const response = new PluginInfo();
  response.setVersion(version);
  return response;
}

function checked(inputs: Values): proto.CheckResponse {
  const response = new proto.CheckResponse();
  response.setInputs(toStruct(inputs));
  return response;
}

function difference(changed: string[], replaced: string[]): proto.DiffResponse {
  const response = new proto.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
  response.setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME);
  response.setDiffsList(changed);
  response.setReplacesList(replaced);
  return response;
}

const tagsAll = ({ tags }: Values): Values => (tags === undefined ? {} : { tagsAll: tags });

/** Outputs that are the id under another name. */
function self(type: string, id: string): Values {
  if (type.endsWith(":Eip")) return { allocationId: id };
  return id.startsWith("arn:") ? { arn: id } : {};
}
