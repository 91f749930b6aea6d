# POSTs to the URL in the first argument by LWP, and prints what comes back.
use strict;
use warnings;
use LWP::UserAgent;

my ($url, $authorization, $key) = @ARGV;
my @headers = ('Authorization' => $authorization, 'Ocp-Apim-Subscription-Key' => $key);
my $answer = LWP::UserAgent->new->post($url, @headers);
print '{"status":', $answer->code, ',"body":', $answer->decoded_content, "}\n";
