import { givenProvider, readSecret, requireAgreement, withProvider } from "@dinfra/port";
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

/** The zone, once it is sure that settings and the user's provider mean one cloud. */
export function agreedZone(
  settings: CloudStackSettings,
  zone: string | undefined,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const given = givenProvider("cloudstack", opts) as
    (pulumi.ProviderResource & { apiUrl?: pulumi.Output<string | undefined> }) | undefined;
  return requireAgreement("API of CloudStack", settings.apiUrl, given?.apiUrl).apply(() => zone ?? settings.zone);
}
