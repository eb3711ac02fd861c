import { ComponentError, givenProvider, readSecret, requireAgreement, withProvider } from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import type * as sdk from "@pulumi/cloudstack";
import type { CloudStackSettings } from "../settings.js";

/** The SDK is loaded when the first resource is made: an observer never needs it. */
export function cloudstack(): typeof sdk {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- synchronous and late, as said above
  return require("@pulumi/cloudstack") as typeof sdk;
}

/** Options with the provider of the user, else one from the settings, else Pulumi's default one (which reads CLOUDSTACK_*). */
export function providerOptions(
  settings: CloudStackSettings,
  logicalName: string,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  return withProvider("cloudstack", opts, (parent) => {
    const { apiUrl, apiKey, secretKey } = settings;
    if (!apiUrl || !apiKey || !secretKey) return undefined;
    return new (cloudstack().Provider)(
      `${logicalName}-provider`,
      {
        apiUrl,
        apiKey: pulumi.secret(readSecret("placement.cloudstack.apiKey", apiKey)),
        secretKey: pulumi.secret(readSecret("placement.cloudstack.secretKey", secretKey)),
      },
      // The engine forgets that the SDK stands for the bridge's version once the plugin is in its state, and would change it for ever.
      { ...parent, ignoreChanges: ["version"] },
    );
  });
}

/** What this SDK's provider resource says of its account. */
type Account = pulumi.ProviderResource & Partial<Pick<sdk.Provider, "apiUrl" | "apiKey">>;

const agreed = new WeakMap<pulumi.ProviderResource, WeakMap<CloudStackSettings, pulumi.Output<string>>>();

/** The zone, once it is sure that settings and the user's provider mean one account of one cloud. */
export function agreedZone(settings: CloudStackSettings, opts: pulumi.CustomResourceOptions): pulumi.Output<string> {
  const given = givenProvider("cloudstack", opts) as Account | undefined;
  if (!given) return pulumi.output(settings.zone);
  // One output for all that ask, so that the refusal is said once.
  const ofProvider = agreed.get(given) ?? new WeakMap<CloudStackSettings, pulumi.Output<string>>();
  agreed.set(given, ofProvider);
  const known = ofProvider.get(settings) ?? zoneOfOneAccount(settings, given);
  ofProvider.set(settings, known);
  return known;
}

function zoneOfOneAccount(settings: CloudStackSettings, given: Account): pulumi.Output<string> {
  const zone = requireAgreement("API of CloudStack", settings.apiUrl, given.apiUrl)
    .apply(() => requireAgreement("API key of CloudStack", keyOf(settings), given.apiKey, "hidden"))
    .apply(() => settings.zone);
  // The key is a secret, the zone is none.
  return pulumi.unsecret(zone);
}

/** The key that the settings name, undefined where it is not there: resources are made with the provider's. */
function keyOf({ apiKey }: CloudStackSettings): string | undefined {
  if (!apiKey) return undefined;
  try {
    return readSecret("placement.cloudstack.apiKey", apiKey);
  } catch (error) {
    if (error instanceof ComponentError && error.code === "SecretMissing") return undefined;
    throw error;
  }
}
