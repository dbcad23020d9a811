using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommsBot.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SealedLater : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // SQLite asks no column what it holds, so the tables need not be written anew; LateSeals seals the bytes once the keys are open.
            migrationBuilder.Sql("""UPDATE "Conversations" SET "UserId" = CAST("UserId" AS BLOB) WHERE "UserId" IS NOT NULL""");
            migrationBuilder.Sql("""UPDATE "Handoffs" SET "Outcome" = CAST("Outcome" AS BLOB) WHERE "Outcome" IS NOT NULL""");
            migrationBuilder.Sql("""UPDATE "Consents" SET "Method" = CAST("Method" AS BLOB) WHERE "Method" IS NOT NULL""");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Without the key nothing can be opened: what was sealed stays so, in hexadecimal.
            migrationBuilder.Sql("""UPDATE "Conversations" SET "UserId" = hex("UserId") WHERE "UserId" IS NOT NULL""");
            migrationBuilder.Sql("""UPDATE "Handoffs" SET "Outcome" = hex("Outcome") WHERE "Outcome" IS NOT NULL""");
            migrationBuilder.Sql("""UPDATE "Consents" SET "Method" = hex("Method") WHERE "Method" IS NOT NULL""");
        }
    }
}
