<?php

declare(strict_types=1);

namespace Payersim;

/** No simulator answers, none could be started, or the one that answers is too old for this client. */
final class NoServerException extends PayersimException
{
}
