// Built without cgo it is static: it heeds no library, and looks names up by itself.
package main

import (
	"fmt"
	"net/http"
	"os"
)

func main() {
	client := &http.Client{Transport: &http.Transport{Proxy: nil}}
	answer, err := client.Get(os.Args[1])
	if err != nil {
		fmt.Printf("{\"error\":%q}\n", err.Error())
		return
	}
	fmt.Printf("{\"status\":%d}\n", answer.StatusCode)
}
