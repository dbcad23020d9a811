using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommsBot.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SealedLater : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The bytes of the text; LateSeals seals them once the keys are open.
            migrationBuilder.Sql("""ALTER TABLE "Conversations" ALTER COLUMN "UserId" TYPE bytea USING convert_to("UserId", 'UTF8')""");
            migrationBuilder.Sql("""ALTER TABLE "Handoffs" ALTER COLUMN "Outcome" TYPE bytea USING convert_to("Outcome", 'UTF8')""");
            migrationBuilder.Sql("""ALTER TABLE "Consents" ALTER COLUMN "Method" TYPE bytea USING convert_to("Method", 'UTF8')""");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Without the key nothing can be opened: what was sealed stays so, in hexadecimal.
            migrationBuilder.Sql("""ALTER TABLE "Conversations" ALTER COLUMN "UserId" TYPE text USING encode("UserId", 'hex')""");
            migrationBuilder.Sql("""ALTER TABLE "Handoffs" ALTER COLUMN "Outcome" TYPE text USING encode("Outcome", 'hex')""");
            migrationBuilder.Sql("""ALTER TABLE "Consents" ALTER COLUMN "Method" TYPE text USING encode("Method", 'hex')""");
        }
    }
}
