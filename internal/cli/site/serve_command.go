package site

import (
	"context"
	"fmt"
	"net"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/cli"
)

func serveCommand(h *cli.Host) *cobra.Command {
	var audience, address string
	var port int
	cmd := &cobra.Command{
		Use:     "serve",
		Short:   "Preview the site of the working tree while you write",
		Example: "writ serve\nwrit serve --port 8090",
		Long: "serve shows the site of the newest words, approved or not, each page marked as a preview, with what lint " +
			"finds beside the text. A page is made when it is asked for, and again when a file is saved: the browser " +
			"reloads by itself. Nothing is written. It listens on 127.0.0.1 alone, unless told otherwise, until you press " +
			"Ctrl-C.",
		Args: cobra.NoArgs,
	}
	cmd.Flags().StringVar(&audience, "audience", "",
		"show the site for the readers whom site.audiences calls `NAME`, without what they may not read")
	cmd.Flags().StringVar(&address, "address", "127.0.0.1", "listen on the `IP` address of one of this machine's "+
		"networks")
	cmd.Flags().IntVar(&port, "port", 0, fmt.Sprintf("listen on `PORT` (default: the first free one from %d)", firstPort))
	open := h.Dated(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		ctx := cmd.Context()
		v := preview{open, audience, patient}
		first, err := v.generate(ctx, nil)
		if err != nil {
			return err
		}
		w := newWatch(v.generate, first)
		listener, err := listen(address, port)
		if err != nil {
			first.close()
			return err
		}
		ctx, end := context.WithCancel(ctx)
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			w.run(ctx)
		}()
		defer func() {
			end()
			<-ended
		}()
		return answer(ctx, h.Streams.Out, listener, guarded(listener.Addr(), w.handler()))
	}
	return cmd
}

// listen takes a port of an address: the one that is asked for, or the first free one.
func listen(address string, port int) (net.Listener, error) {
	if net.ParseIP(address) == nil {
		return nil, fmt.Errorf("--address %q is no IP address, such as 127.0.0.1 or ::1", address)
	}
	if port != 0 {
		l, err := net.Listen("tcp", net.JoinHostPort(address, strconv.Itoa(port)))
		if err != nil {
			return nil, fmt.Errorf("port %d of %s can't be used: %w", port, address, err)
		}
		return l, nil
	}
	var last error
	for port := firstPort; port <= lastPort; port++ {
		l, err := net.Listen("tcp", net.JoinHostPort(address, strconv.Itoa(port)))
		if err == nil {
			return l, nil
		}
		last = err
	}
	return nil, fmt.Errorf("no port of %s between %d and %d is free; end another server: %w", address, firstPort,
		lastPort, last)
}
