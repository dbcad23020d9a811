namespace CommsBot.Tests.Handoff;

/// <summary>One service for the classes that look at what a handoff tells and asks; they run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class SharedDesk : ICollectionFixture<TestService>
{
    public const string Name = "One desk";
}
