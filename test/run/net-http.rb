# POSTs to the URL in the first argument by net/http, and prints what comes back.
require 'json'
require 'net/http'

url, authorization, key = ARGV
uri = URI(url)
headers = { 'Authorization' => authorization, 'Ocp-Apim-Subscription-Key' => key }
answer = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == 'https') do |http|
  http.post(uri.request_uri, '', headers)
end
puts({ status: answer.code.to_i, body: JSON.parse(answer.body) }.to_json)
