namespace CommsBot.Model;

/// <summary>How much of the model a clinic's patients meet, in rising order.</summary>
internal enum ModelMode
{
    /// <summary>Nothing leaves for the model.</summary>
    Off,

    /// <summary>It helps to understand what was asked; patients read answers word for word.</summary>
    Understand,

    /// <summary>Besides, it may join sentences of several approved answers into one reply.</summary>
    Join,
}
