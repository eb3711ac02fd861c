package pod

import (
	"bufio"
	"io"
	"os"
	"strconv"
	"strings"
)

// established is TCP_ESTABLISHED of the kernel (include/net/tcp_states.h), as /proc/net/tcp has it.
const established = "01"

// connections counts those of clients to a port: the containers of a pod share one network.
func connections(port int) (int, error) {
	sum := 0
	for _, path := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		file, err := os.Open(path)
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			return 0, err
		}
		found, err := connectionsIn(file, port)
		file.Close()
		if err != nil {
			return 0, err
		}
		sum += found
	}
	return sum, nil
}

// connectionsIn reads proc_net(5): the local address and port, then the remote one, then the state. What the agent itself asks by
// loopback is no client.
func connectionsIn(table io.Reader, port int) (int, error) {
	sum := 0
	lines := bufio.NewScanner(table)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 4 || fields[3] != established {
			continue
		}
		address, number, found := strings.Cut(fields[1], ":")
		local, err := strconv.ParseUint(number, 16, 16)
		if !found || err != nil || int(local) != port || isLoopback(address) {
			continue
		}
		sum++
	}
	return sum, lines.Err()
}

// isLoopback: 127.0.0.0/8, its form in IPv6, and ::1, in the byte order of the machines that pods run on.
func isLoopback(address string) bool {
	switch len(address) {
	case 8:
		return strings.HasSuffix(address, "7F")
	case 32:
		mapped := strings.HasPrefix(address, "0000000000000000FFFF0000") && strings.HasSuffix(address, "7F")
		return mapped || address == "00000000000000000000000001000000"
	default:
		return false
	}
}
