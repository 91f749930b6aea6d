// POSTs to the URL in the first argument by net/http, and prints what comes back.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
)

func main() {
	request, err := http.NewRequest("POST", os.Args[1], nil)
	fail(err)
	request.Header.Set("Authorization", os.Args[2])
	request.Header.Set("Ocp-Apim-Subscription-Key", os.Args[3])
	answer, err := http.DefaultClient.Do(request)
	fail(err)
	body, err := io.ReadAll(answer.Body)
	fail(err)
	fmt.Printf("{\"status\":%d,\"body\":%s}\n", answer.StatusCode, body)
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
