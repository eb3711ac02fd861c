package gateway

import (
	"fmt"
	"strings"
)

// weights are the methods that are served unless the configuration says otherwise, with what one call costs of a caller's
// limit. All of the new JSON-RPC specification is among them (https://paritytech.github.io/json-rpc-interface-spec/), and
// of the legacy methods those that read or submit. An archive's answers and runtime calls take a node tens of times as long
// as a look at one key.
var weights = map[string]int{
	"rpc_methods": 1,

	"chainSpec_v1_chainName": 1, "chainSpec_v1_genesisHash": 1, "chainSpec_v1_properties": 1,

	"chainHead_v1_follow": 5, "chainHead_v1_unfollow": 1, "chainHead_v1_header": 1, "chainHead_v1_body": 5,
	"chainHead_v1_call": 10, "chainHead_v1_storage": 5, "chainHead_v1_continue": 5, "chainHead_v1_stopOperation": 1,
	"chainHead_v1_unpin": 1,

	"transaction_v1_broadcast": 5, "transaction_v1_stop": 1,
	"transactionWatch_v1_submitAndWatch": 5, "transactionWatch_v1_unwatch": 1,

	"archive_v1_body": 5, "archive_v1_call": 20, "archive_v1_finalizedHeight": 1, "archive_v1_genesisHash": 1,
	"archive_v1_hashByHeight": 1, "archive_v1_header": 1, "archive_v1_storage": 20, "archive_v1_stopStorage": 1,
	"archive_v1_storageDiff": 50, "archive_v1_storageDiff_stopStorageDiff": 1,

	"chain_getBlock": 5, "chain_getBlockHash": 1, "chain_getHead": 1, "chain_getHeader": 1, "chain_getFinalizedHead": 1,
	"chain_getFinalisedHead": 1, "chain_getRuntimeVersion": 1,
	"chain_subscribeAllHeads": 5, "chain_unsubscribeAllHeads": 1, "chain_subscribeNewHeads": 5, "chain_subscribeNewHead": 5,
	"chain_unsubscribeNewHeads": 1, "chain_unsubscribeNewHead": 1, "subscribe_newHead": 5, "unsubscribe_newHead": 1,
	"chain_subscribeFinalizedHeads": 5, "chain_unsubscribeFinalizedHeads": 1, "chain_subscribeFinalisedHeads": 5,
	"chain_unsubscribeFinalisedHeads": 1, "chain_subscribeRuntimeVersion": 5, "chain_unsubscribeRuntimeVersion": 1,

	"state_call": 10, "state_callAt": 10, "state_getKeysPaged": 10, "state_getKeysPagedAt": 10, "state_getMetadata": 20,
	"state_getReadProof": 10, "state_getRuntimeVersion": 1, "state_getStorage": 1, "state_getStorageAt": 1,
	"state_getStorageHash": 1, "state_getStorageHashAt": 1, "state_getStorageSize": 1, "state_getStorageSizeAt": 1,
	"state_queryStorageAt": 10, "state_subscribeRuntimeVersion": 5, "state_unsubscribeRuntimeVersion": 1,
	"state_subscribeStorage": 10, "state_unsubscribeStorage": 1,
	"childstate_getKeysPaged": 10, "childstate_getKeysPagedAt": 10, "childstate_getStorage": 1,
	"childstate_getStorageEntries": 10, "childstate_getStorageHash": 1, "childstate_getStorageSize": 1,

	"system_accountNextIndex": 2, "account_nextIndex": 2, "system_chain": 1, "system_chainType": 1, "system_health": 1,
	"system_name": 1, "system_properties": 1, "system_version": 1, "system_syncState": 1,

	"author_submitExtrinsic": 5, "author_submitAndWatchExtrinsic": 5, "author_unwatchExtrinsic": 1,
	"author_pendingExtrinsics": 10,
	"payment_queryInfo":        5, "payment_queryFeeDetails": 5,

	"grandpa_proveFinality": 10, "grandpa_roundState": 1, "grandpa_subscribeJustifications": 5,
	"grandpa_unsubscribeJustifications": 1, "beefy_getFinalizedHead": 1, "beefy_subscribeJustifications": 5,
	"beefy_unsubscribeJustifications": 1, "mmr_root": 5, "mmr_generateProof": 20, "mmr_verifyProof": 10,
	"mmr_verifyProofStateless": 5,
}

// unlistedWeight is for methods that only the configuration allows, such as those of a chain's own.
const unlistedWeight = 10

// never are methods that no configuration opens: they change the node, tell of its neighbours or its keys, or cost as much
// as whoever asks likes. Those of polkadot-sdk that check deny_unsafe, and three that cost O(keys).
var never = []string{
	"author_hasKey", "author_hasSessionKeys", "author_insertKey", "author_removeExtrinsic", "author_rotateKeys",
	"author_rotateKeysWithOwner", "babe_epochAuthorship", "state_getKeys", "state_getPairs", "state_queryStorage",
	"state_traceBlock", "system_addLogFilter", "system_addReservedPeer", "system_dryRun", "system_dryRunAt",
	"system_localListenAddresses", "system_nodeRoles", "system_peers", "system_removeReservedPeer", "system_reservedPeers",
	"system_resetLogFilter", "system_unstable_networkState", "unstable_networkState",
	"sudo_unstable_p2pDiscover", "sudo_unstable_version",
}

// neverFamilies are the same by the beginning of the name.
var neverFamilies = []string{"dev_", "hammer_", "mixnet_", "offchain_", "statement_"}

func isNever(method string) bool {
	for _, name := range never {
		if method == name {
			return true
		}
	}
	for _, family := range neverFamilies {
		if strings.HasPrefix(method, family) {
			return true
		}
	}
	return false
}

// Methods says which methods are served beside or without those of the gateway's own list.
type Methods struct {
	// Allow are further methods.
	Allow []string `json:"allow"`
	// Refuse are methods of the list that are not served.
	Refuse []string `json:"refuse"`
}

// allowed is the list that results, with weights.
func (m Methods) allowed() (map[string]int, error) {
	result := map[string]int{}
	for method, weight := range weights {
		result[method] = weight
	}
	for _, method := range m.Allow {
		if isNever(method) {
			return nil, fmt.Errorf("methods.allow: expected methods that any caller may use, found %s, which is unsafe or of unbounded cost: ask the node itself for it", method)
		}
		if !methodPattern.MatchString(method) {
			return nil, fmt.Errorf("methods.allow: expected names of letters, digits and _, found %q", method)
		}
		if _, known := result[method]; !known {
			result[method] = unlistedWeight
		}
	}
	for _, method := range m.Refuse {
		if _, known := result[method]; !known {
			return nil, fmt.Errorf("methods.refuse: expected methods that are served, found %q", method)
		}
		delete(result, method)
	}
	return result, nil
}
