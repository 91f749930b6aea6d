<?php

declare(strict_types=1);

namespace Shop;

/** No answer came from MoMo, which may have done it all the same. */
final class NoAnswerException extends \RuntimeException
{
}
