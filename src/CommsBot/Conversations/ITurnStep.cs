namespace CommsBot.Conversations;

/// <summary>
/// One rung of the order of decisions. It either deals with the message wholly and says so, or leaves the turn as it was for the next rung.
/// Pure: it decides on what <see cref="Turn.Facts"/> holds and changes nothing but the turn.
/// </summary>
internal interface ITurnStep
{
    bool Handles(Turn turn);

    /// <summary>True where no rule has decided: a language model's opinion may be heard before the turn is run.</summary>
    bool AsksTheModel => false;
}
