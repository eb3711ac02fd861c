import type { GroupNotice } from "@dinfra/port";

const metadata = "http://169.254.169.254/latest";

/**
 * What a group means to do with the machine stands in its metadata ("Retrieve the target lifecycle state through instance
 * metadata", user guide of Auto Scaling). The state is there before the machine is taken away, while a hook holds it. A machine on
 * its way into a warm pool goes too.
 */
export const notice: GroupNotice = {
  script: `token=$(curl -fsS -m 2 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' ${metadata}/api/token) || exit 1
state=$(curl -fsS -m 2 -H "X-aws-ec2-metadata-token: $token" ${metadata}/meta-data/autoscaling/target-lifecycle-state) || exit 1
case $state in
  Terminated | Detached | Standby | Warmed:*) exit 10 ;;
esac
`,
};
