// Command daprd is Dapr's own sidecar, built from the module versions pinned beside it, for machines
// that can reach a Go module proxy but no container registry. It adds nothing to the upstream command.
package main

import "github.com/dapr/dapr/cmd/daprd/app"

func main() { app.Run() }
